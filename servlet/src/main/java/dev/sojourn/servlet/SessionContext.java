// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.web.WebSessions;
import jakarta.servlet.ServletContext;
import java.time.Duration;
import java.util.Optional;

/**
 * What all requests of one filter share. Immutable.
 *
 * @param servletContext the application
 * @param sessions its sessions
 * @param listeners whom to tell
 * @param events how what happens in the core becomes what listeners are told
 * @param views makes the {@code HttpSession} that fits the Servlet version
 * @param timeout the idle timeout that the context gives new sessions, if it says
 */
record SessionContext(
        ServletContext servletContext,
        WebSessions sessions,
        SessionListeners listeners,
        CoreEvents events,
        SessionViews views,
        Optional<Duration> timeout) {}
