// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import java.util.List;

/** A server that knows one moment and nothing else. */
final class FixedTime implements Redis.Server {
    private final long seconds;

    FixedTime(long seconds) {
        this.seconds = seconds;
    }

    @Override
    public String identity() {
        return "fixed";
    }

    @Override
    public Object call(Command command) {
        return command.toString().equals("TIME")
                ? List.of(Command.bytes(seconds), Command.bytes(0))
                : Command.bytes("");
    }
}
