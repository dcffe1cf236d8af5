// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;

/** A real servlet container on a free port of the loopback interface, with one application. */
public interface TestContainer extends AutoCloseable {

    /** Where it listens. */
    int port();

    @Override
    void close();

    /** Starts containers of one kind. */
    @FunctionalInterface
    interface Kind {

        /**
         * Starts one.
         *
         * @param contextPath where the application is, empty for the root
         */
        TestContainer start(String contextPath, Application application);
    }

    /** What runs in it: registers its filters, servlets and listeners while the container starts. */
    @FunctionalInterface
    interface Application {

        /** Registers all. */
        void start(ServletContext context) throws ServletException;
    }
}
