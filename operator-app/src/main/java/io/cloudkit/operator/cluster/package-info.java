/**
 * The cluster, before anything is done with it: which API server is meant, whether it answers, and
 * what a person has to mend if it does not. Enters: the environment, and one question to ask. Never
 * shows what is in a kubeconfig but the names of its file, context and address.
 */
@NullMarked
package io.cloudkit.operator.cluster;

import org.jspecify.annotations.NullMarked;
