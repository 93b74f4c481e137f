/**
 * What playbooks write on a resource, what it proves of a job, and what became of a launch that
 * nobody answered. Pure: no request is made here, and no clock is read.
 *
 * <table>
 *   <caption>Words for what is seen</caption>
 *   <tr><th>word</th><th>of</th><th>means</th></tr>
 *   <tr><td>marked</td><td>a resource</td><td>a playbook's finalizer is on it: one has begun</td></tr>
 *   <tr><td>closed</td><td>a resource</td><td>it is deleted and not marked: no playbook can begin
 *       its first work any more, since the API server takes no new finalizer</td></tr>
 *   <tr><td>untouched</td><td>a resource</td><td>closed, all work for it is remembered and was
 *       ours, and none was seen to begin: nothing was made, and nothing has to be taken away</td></tr>
 *   <tr><td>others' work</td><td>a resource</td><td>not marked, and another provider, or nobody who
 *       is remembered, made what may be there: nothing would tell the end of a delete</td></tr>
 *   <tr><td>unmarked</td><td>a deprovision</td><td>its resource was not marked any more when it was
 *       permitted ({@code -unmarked} in its id): a missing finalizer does not tell its end</td></tr>
 *   <tr><td>plain</td><td>a provision</td><td>the annotation did not say its version without a
 *       claim when it was permitted ({@code -plain} in its id): that it says so later may count</td>
 *   </tr>
 * </table>
 */
@NullMarked
package io.cloudkit.provider.eda.signs;

import org.jspecify.annotations.NullMarked;
