// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

/**
 * The HTTP behaviour that users may expect of every adapter to a web framework, as JUnit tests through a real socket.
 *
 * <p>To be extended in the adapter's own tests: {@link #start} starts a server with the adapter in it. Each rule is one test
 * with a number of its own; what an adapter cannot do is skipped if the method about it says so, and no rule is skipped
 * silently. A server is started for each test, so that no test sees another's sessions. All tests together take seconds. The
 * tests use the sessions' own clock, which stands still, and read what the library logs through {@code java.util.logging}. At
 * the end of each test every token that was issued is searched in all answers, logs and exceptions: it has one place, the
 * session's own cookie or header.
 *
 * <p>Needs JUnit 5.12 or later, 6 too. An adapter that breaks a rule on purpose overrides that test and says why.
 */
public abstract class WebContract extends HangUpRules {

    /** For the adapter's tests to extend; JUnit makes one object for each test. */
    protected WebContract() {}
}
