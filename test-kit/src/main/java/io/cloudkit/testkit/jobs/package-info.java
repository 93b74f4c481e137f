/**
 * Plays what a cluster does with a batch/v1 Job, where there is an API server and nothing behind
 * it: no Job controller, no kubelet. Works through a Kubernetes client on any API; knows neither
 * providers nor the resources that Jobs are made for.
 */
@NullMarked
package io.cloudkit.testkit.jobs;

import org.jspecify.annotations.NullMarked;
