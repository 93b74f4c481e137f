/**
 * Runs job and workflow templates of Ansible Automation Platform or AWX, over its REST API. What
 * the API really does is written in the reference "The real AAP / AWX controller API", cited here
 * as aap-api.md.
 *
 * <p>PEM files and TLS are read here though another provider does so, too: the API is all that
 * providers have in common, and it knows no transport.
 */
@NullMarked
package io.cloudkit.provider.aap;

import org.jspecify.annotations.NullMarked;
