// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;

/** One command on at most one key: what Redis Cluster needs to know of it, and what a message may say of it. */
final class Command {
    private static final byte[] ONE_KEY = bytes("1");

    private final Protocol.Command verb;
    private final @Nullable Script script;
    private final byte @Nullable [] key;
    private final byte[][] arguments;
    private final boolean write;

    private Command(
            Protocol.Command verb, @Nullable Script script, byte @Nullable [] key, boolean write, byte[]... arguments) {
        this.verb = verb;
        this.script = script;
        this.key = key;
        this.write = write;
        this.arguments = arguments;
    }

    /** Changes nothing, so it may be asked again. */
    static Command read(Protocol.Command verb, byte[] key, byte[]... arguments) {
        return new Command(verb, null, key, false, arguments);
    }

    /** May have been done when no answer comes. */
    static Command write(Protocol.Command verb, byte[] key, byte[]... arguments) {
        return new Command(verb, null, key, true, arguments);
    }

    /** A script, by its SHA-1 where the server knows it. */
    static Command script(Script script, byte[] key, byte[]... arguments) {
        return new Command(Protocol.Command.EVALSHA, script, key, true, arguments);
    }

    /** Asks a server about itself; changes nothing. */
    static Command ofServer(Protocol.Command verb, byte[]... arguments) {
        return new Command(verb, null, null, false, arguments);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] bytes(long number) {
        return bytes(Long.toString(number));
    }

    byte[] key() {
        if (key == null) {
            throw new IllegalStateException(this + " is for a server and has no key");
        }
        return key;
    }

    boolean isWrite() {
        return write;
    }

    boolean isScript() {
        return script != null;
    }

    /** As it is first sent. */
    CommandArguments arguments() {
        return arguments(verb, script == null ? null : script.sha());
    }

    /** As it is sent to a server that does not know the script. */
    CommandArguments withSource() {
        if (script == null) {
            throw new IllegalStateException(this + " is no script");
        }
        return arguments(Protocol.Command.EVAL, script.source());
    }

    private CommandArguments arguments(Protocol.Command sent, byte @Nullable [] scriptArgument) {
        CommandArguments all = new CommandArguments(sent);
        if (scriptArgument != null) {
            all.add(scriptArgument).add(ONE_KEY);
        }
        if (key != null) {
            all.key(key);
        }
        for (byte[] argument : arguments) {
            all.add(argument);
        }
        return all;
    }

    /** Name of the command or script: never a key or an argument. */
    @Override
    public String toString() {
        return script == null ? verb.name() : "the script '" + script + "'";
    }
}
