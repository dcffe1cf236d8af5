// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/**
 * Starts a container whose application has an error page: there is no common way to say so in code.
 *
 * @param location the page for every error
 */
record ErrorPages(String location) {

    TestContainer start(TestContainer.Kind kind, String contextPath, TestContainer.Application application) {
        System.setProperty("test.errorPage", location);
        try {
            return kind.start(contextPath, application);
        } finally {
            System.clearProperty("test.errorPage");
        }
    }
}
