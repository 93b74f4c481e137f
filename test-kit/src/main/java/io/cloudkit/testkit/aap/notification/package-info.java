/**
 * What AAP tells others by itself: notification templates of the type webhook, and what became of
 * each message (aap-api.md §8). It hears of jobs from {@code controller}, and posts by HTTP; it
 * knows nothing of the API that shows it.
 */
@NullMarked
package io.cloudkit.testkit.aap.notification;

import org.jspecify.annotations.NullMarked;
