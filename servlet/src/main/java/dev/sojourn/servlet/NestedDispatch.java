// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/** The filter's second turn in a request that has its session already: mapped twice, in a forward, in an include. */
final class NestedDispatch {
    private NestedDispatch() {}

    /** After a forward the response is complete, and Tomcat closes it without asking what is wrapped around it. */
    static void run(ServletRequest request, ServletResponse response, FilterChain chain, RequestScope scope)
            throws IOException, ServletException {
        chain.doFilter(request, response);
        if (request.getDispatcherType() == DispatcherType.FORWARD && !request.isAsyncStarted()) {
            scope.beforeHead();
        }
    }
}
