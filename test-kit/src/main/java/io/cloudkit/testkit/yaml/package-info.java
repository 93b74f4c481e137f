/**
 * YAML, of which JSON is a part, read so that whoever wrote it is told where it is wrong: each
 * value knows its line and its place. It never knows what the values are for.
 */
@NullMarked
package io.cloudkit.testkit.yaml;

import org.jspecify.annotations.NullMarked;
