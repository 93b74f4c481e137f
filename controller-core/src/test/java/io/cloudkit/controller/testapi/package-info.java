/** A kind of resource for tests, and the Kubernetes APIs that they run on. */
package io.cloudkit.controller.testapi;
