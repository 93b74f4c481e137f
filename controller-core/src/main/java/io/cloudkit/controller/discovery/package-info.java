/**
 * How provider factories come in: from the class path, and from folders of jars with a class loader
 * each. What is broken, too new or there twice stops at this door, with its file named; what comes
 * in is guarded: a vendor's code runs with its own class loader, and within a time. Knows the SPI
 * alone, and never who a provider is.
 */
@NullMarked
package io.cloudkit.controller.discovery;

import org.jspecify.annotations.NullMarked;
