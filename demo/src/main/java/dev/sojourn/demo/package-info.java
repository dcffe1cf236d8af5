// SPDX-License-Identifier: Apache-2.0
/**
 * The demonstration: a small web application that counts visits and signs people in, in an embedded server.
 *
 * <p>Belongs here: what one types to start it, and the server. Does not belong here: the pages, which are in {@code
 * dev.sojourn.demo.site}, and anything that an application of one's own would need and could not get from the published modules.
 */
@NullMarked
package dev.sojourn.demo;

import org.jspecify.annotations.NullMarked;
