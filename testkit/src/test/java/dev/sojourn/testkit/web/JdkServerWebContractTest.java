// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import dev.sojourn.web.WebSessions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The contract on the smallest adapter that can be: over the server that comes with the JDK. */
class JdkServerWebContractTest extends WebContract {

    @Override
    protected ContractServer start(WebSessions sessions, ContractApplication application) throws Exception {
        return new JdkServer("/", false, sessions, application);
    }

    @Override
    protected ContractServer startMounted(String prefix, WebSessions sessions, ContractApplication application)
            throws Exception {
        return new JdkServer(prefix, false, sessions, application);
    }

    @Override
    protected ContractServer startSecure(WebSessions sessions, ContractApplication application) throws Exception {
        return new JdkServer("/", true, sessions, application);
    }

    /** The JDK's server finds no application for an empty path, not even the one at the root. */
    @Override
    @Test
    public void an_empty_path_works() {
        Assumptions.abort("the JDK's server knows no empty path");
    }
}
