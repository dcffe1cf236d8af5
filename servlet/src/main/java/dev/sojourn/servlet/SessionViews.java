// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.Session;

/** Makes the {@code HttpSession} that fits the Servlet API of the container. */
@FunctionalInterface
interface SessionViews {

    SessionView of(Session session, SessionContext context, Announcements told);

    /** With {@code getAccessor()} where the API has it: since Servlet 6.1. */
    static SessionViews forThisApi() {
        try {
            Class.forName("jakarta.servlet.http.HttpSession$Accessor", false, SessionViews.class.getClassLoader());
            return SessionViewWithAccessor::new;
        } catch (ClassNotFoundException servlet60) {
            return SessionView::new;
        }
    }
}
