// SPDX-License-Identifier: Apache-2.0
/**
 * Sessions in Jakarta Servlet containers: the filter, the {@code HttpSession}, and the listeners.
 *
 * <p>What belongs here knows the Servlet API. What is true of every web framework belongs to {@code dev.sojourn.web}; what is
 * true of one container only is reached by reflection, in one class per container, and never needed.
 */
@NullMarked
package dev.sojourn.servlet;

import org.jspecify.annotations.NullMarked;
