/**
 * A backend in memory, and a provider of it whose abilities can be chosen: searchable or not,
 * polled or signalled, with or without cancel. Small enough to be read as the first example of a
 * provider; faithful enough to simulate the engine with. Time is given from outside; nothing here
 * runs by itself.
 */
@NullMarked
package io.cloudkit.testkit.provider;

import org.jspecify.annotations.NullMarked;
