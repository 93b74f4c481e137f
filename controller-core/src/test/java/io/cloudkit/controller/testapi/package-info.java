/**
 * What tests of several rooms share: a kind of resource with its adapter, a registry, an executor,
 * and the Kubernetes APIs that they run on.
 */
package io.cloudkit.controller.testapi;
