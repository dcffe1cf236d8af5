// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.web.WebExchange;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The container's own request and response, as the session's transport sees them.
 *
 * <p>The container's own, not what is wrapped around them: inside an include a wrapper of the container's swallows headers.
 */
final class ServletExchange implements WebExchange {
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final String path;
    private volatile boolean errorPending;
    private volatile boolean complete;
    private final Map<String, Set<String>> own = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, String> fromGuards = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Set<String>> others = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    ServletExchange(HttpServletRequest request, HttpServletResponse response) {
        this.request = request;
        this.response = response;
        this.path = originalPath(request);
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public boolean isSecure() {
        return request.isSecure();
    }

    @Override
    public String remoteAddress() {
        return request.getRemoteAddr();
    }

    @Override
    public List<String> requestHeaders(String name) {
        return Collections.list(request.getHeaders(name));
    }

    /** Asked of the container, which reads the body; what it finds in the query too is not taken. */
    @Override
    public List<String> formFields(String name) {
        return FormBody.fields(request, name);
    }

    /** After {@code sendError} containers call the response committed, though an error page may still set headers. */
    @Override
    public boolean isResponseCommitted() {
        return complete || (!errorPending && response.isCommitted());
    }

    /** All of the body was written, so that the container may send the response; it may say so later. */
    void bodyIsComplete() {
        complete = true;
    }

    /** The application has sent an error; what becomes of it is up to the container. */
    void errorSent() {
        errorPending = true;
    }

    /** The container dispatches the request, for an error page perhaps. */
    void dispatched(DispatcherType type) {
        errorPending = false;
        complete = false;
        if (type == DispatcherType.ERROR && !response.isCommitted()) {
            // A container that resets the response before an error page takes the guards' headers with the rest.
            fromGuards.forEach((name, value) -> {
                if (!response.containsHeader(name)) {
                    setResponseHeader(name, value);
                }
            });
        }
    }

    /** The guards are done: what they set belongs to error pages too. */
    void guarded() {
        own.forEach((name, values) -> values.forEach(value -> fromGuards.put(name, value)));
    }

    @Override
    public void addResponseHeader(String name, String value) {
        if (complete || errorPending) {
            return; // written before that; Undertow would now let half of it through
        }
        remember(name, value);
        HeadersInsideInclude.allowing(response, () -> response.addHeader(name, value));
    }

    @Override
    public void setResponseHeader(String name, String value) {
        if (complete || errorPending) {
            return;
        }
        Set<String> theirs = new LinkedHashSet<>(response.getHeaders(name));
        theirs.removeAll(own.getOrDefault(name, Set.of()));
        others.put(name, theirs);
        own.remove(name);
        remember(name, value);
        HeadersInsideInclude.allowing(response, () -> response.setHeader(name, value));
    }

    @Override
    public List<String> responseHeaders(String name) {
        return List.copyOf(response.getHeaders(name));
    }

    /** Writes the session's headers again after the application threw all headers away. */
    void restoreHeaders() {
        Map<String, Set<String>> lost = new LinkedHashMap<>(own);
        others.clear();
        complete = false;
        errorPending = false;
        lost.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
    }

    private void remember(String name, String value) {
        if (!others.getOrDefault(name, Set.of()).contains(value)) {
            own.computeIfAbsent(name, any -> new LinkedHashSet<>()).add(value);
        }
    }

    private static String originalPath(HttpServletRequest request) {
        for (String attribute : List.of(RequestDispatcher.ERROR_REQUEST_URI, RequestDispatcher.FORWARD_REQUEST_URI)) {
            if (request.getAttribute(attribute) instanceof String original) {
                return original;
            }
        }
        return request.getRequestURI();
    }
}
