// SPDX-License-Identifier: Apache-2.0
/**
 * The application itself: its pages and what they do, for any servlet container. To be read as an example; start with {@link
 * dev.sojourn.demo.site.Site}.
 *
 * <p>Belongs here: what an application with users and sessions needs. Does not belong here: the server around it, the
 * choice of a store, the command line.
 */
@NullMarked
package dev.sojourn.demo.site;

import org.jspecify.annotations.NullMarked;
