// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.Session;
import dev.sojourn.web.GuardAnswer;
import dev.sojourn.web.RequestSession;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * What one filter knows of one request, through all its dispatches.
 *
 * <p>Thread-safe, so that an asynchronous request may use several threads.
 */
final class RequestScope {
    private final SessionContext context;
    private final RequestSession session;
    private final ServletExchange exchange;
    private final Announcements told = new Announcements();
    private volatile String savedForUrls = "";

    RequestScope(SessionContext context, RequestSession session, ServletExchange exchange) {
        this.context = context;
        this.session = session;
        this.exchange = exchange;
    }

    ServletExchange exchange() {
        return exchange;
    }

    RequestSession session() {
        return session;
    }

    /**
     * Answers a request that a guard refused, and ends it.
     *
     * @return whether it was refused, so that nothing may run
     */
    boolean refusedBy(HttpServletResponse response) throws IOException {
        Optional<GuardAnswer> answer = session.guarded().answer();
        if (answer.isEmpty()) {
            return false;
        }
        complete();
        if (!response.isCommitted()) {
            Refusal.write(answer.get(), response);
        }
        return true;
    }

    /** The session, if there is one, as Servlet applications see it; the same object for the same session. */
    Optional<SessionView> existing() {
        return context.events().within(told, session::session).map(this::viewOf);
    }

    /** The session as Servlet applications see it; a new one is told to listeners at once, and stored though it stays empty. */
    SessionView existingOrNew() {
        SessionView view = viewOf(coreSession());
        if (view.core().state() == Session.State.NEW && told.mayTellCreation()) {
            view.core().keep();
            context.listeners().created(view);
        }
        return view;
    }

    /** The session as this library has it; a new one that stays empty leaves no trace. */
    Session coreSession() {
        boolean none = context.events().within(told, session::session).isEmpty();
        Session current = context.events().within(told, session::sessionOrCreate);
        if (none) {
            context.timeout().ifPresent(current::idleTimeout);
        }
        return viewOf(current).core();
    }

    /** Gives the session a new id, and tells listeners. */
    String changeId() {
        SessionView view =
                existing().orElseThrow(() -> new IllegalStateException("there is no session whose id could change"));
        String oldId = view.getId();
        view.core().renew();
        String newId = view.getId();
        if (told.mayTellChange(newId)) {
            context.listeners().idChanged(view, oldId);
        }
        return newId;
    }

    /** The URL as a page may show it; only with {@code insecureIdsInUrls()} not as it is. */
    String encodeUrl(String url) {
        if (!session.mayEncodeUrls()) {
            return url;
        }
        String id = existing().map(SessionView::getId).orElse("");
        if (!id.equals(savedForUrls)) {
            beforeHead(); // what has to be saved is saved here, where the session's values are told
            savedForUrls = id;
        }
        return session.encodeUrl(url);
    }

    /** The container has logged this user in: the session, if there is one, gets a new id. */
    void loggedIn(String user) {
        existing().ifPresent(view -> {
            String unused = changeId();
            ContainerUser.remember(view.core(), user);
        });
    }

    /** The container knows who the visitor is: a session that did not know it gets a new id. */
    void recognised(String user) {
        if (existing()
                .filter(view -> !ContainerUser.isRememberedBy(view.core(), user))
                .isPresent()) {
            loggedIn(user);
        }
    }

    /** The container knows the visitor no longer. */
    void loggedOut() {
        existing().ifPresent(view -> ContainerUser.forget(view.core()));
    }

    /** The head of the response may leave with the next step. */
    void beforeHead() {
        save(session::commitSoFar);
    }

    /** The head of the response has left: no new token can be sent. */
    void headHasLeft() {
        save(session::commit);
    }

    /** A dispatch is over, and perhaps the request. */
    void pause() {
        told.view().ifPresent(SessionView::sleep);
        context.events().run(told, session::pause);
    }

    /** Another dispatch begins. */
    void resume() {
        session.resume();
    }

    /** The request is over. */
    void complete() {
        told.view().ifPresent(SessionView::sleep);
        context.events().run(told, session::complete);
    }

    private void save(Runnable step) {
        Runnable saving = () -> context.events().run(told, step);
        told.view().ifPresentOrElse(view -> view.sleepDuring(saving), saving);
    }

    private SessionView viewOf(Session current) {
        synchronized (told) {
            return told.viewOf(current).orElseGet(() -> {
                SessionView fresh = context.views().of(current, context, told);
                told.startWith(fresh);
                return fresh;
            });
        }
    }
}
