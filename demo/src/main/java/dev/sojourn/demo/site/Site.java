// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo.site;

import dev.sojourn.ConflictPolicy;
import dev.sojourn.SessionManager;
import dev.sojourn.servlet.SessionFilter;
import dev.sojourn.store.SessionStore;
import dev.sojourn.web.binding.BindingGuard;
import dev.sojourn.web.headers.ContentSecurityPolicy;
import dev.sojourn.web.headers.SecurityHeaders;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.http.HttpServlet;

/** The application: which page is where, and what stands before all of them. */
public final class Site implements ServletContextListener {
    /** Where the page is that servers show instead of one that is not there (404). */
    public static final String MISSING = "/missing";

    private final SessionManager manager;
    private final SessionStore store;

    /** An application with the sessions of this manager, which keeps them in this store. */
    public Site(SessionManager manager, SessionStore store) {
        this.manager = manager;
        this.store = store;
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        Conflicts conflicts = new Conflicts();
        manager.addInlineListener(conflicts);
        // The filter refuses what other sites forge by itself, so that no form here needs a hidden token: docs/csrf.md.
        SessionFilter.builder(manager)
                .guard(headers())
                .guard(BindingGuard.builder().describeClients().build()) // docs/client-binding.md
                .build()
                .addTo(context);
        add(context, new HomePage(), "");
        add(context, new IncrementAction(), "/increment");
        add(context, new LoginPage(), "/login");
        add(context, new LogoutAction(), "/logout");
        add(context, new ConfirmPage(), "/confirm");
        add(context, new SessionsPage(manager, store), "/sessions");
        add(context, new EndOneAction(manager), "/sessions/end");
        add(context, new EndOthersAction(manager, store), "/sessions/end-others");
        add(context, new SessionApi(), "/api/session");
        add(context, new ConflictsApi(conflicts), "/api/conflicts");
        if (manager.policy().onConflict() == ConflictPolicy.EXCLUSIVE) {
            add(context, new ExclusiveAction(manager.policy()), ExclusiveAction.PATH, ExclusiveAction.PATH + "/*");
        }
        add(context, new StyleSheet(), "/style.css");
        add(context, new MissingPage(), MISSING);
    }

    /** All that the pages load is one style sheet, and their forms lead nowhere else. */
    private static SecurityHeaders headers() {
        ContentSecurityPolicy policy = ContentSecurityPolicy.builder()
                .directive("default-src", "'none'")
                .directive("style-src", "'self'")
                .directive("form-action", "'self'")
                .directive("base-uri", "'none'")
                .build();
        return SecurityHeaders.builder().contentSecurityPolicy(policy).build();
    }

    private static void add(ServletContext context, HttpServlet servlet, String... paths) {
        context.addServlet(servlet.getClass().getSimpleName(), servlet).addMapping(paths);
    }
}
