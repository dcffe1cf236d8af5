// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.StoreUnavailableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Says in words what went wrong at which server, without a key, an argument or a password. */
final class Failures {
    /** By the first word of the server's answer. */
    private static final Map<String, String> ANSWERS = Map.ofEntries(
            Map.entry("READONLY", "it is a replica and takes no writes; is a failover under way?"),
            Map.entry("LOADING", "it is still loading its data; try again later"),
            Map.entry("BUSY", "a script of somebody runs on it and does not end; an operator can SCRIPT KILL it"),
            Map.entry("NOAUTH", "it wants a password and got none; give the store user and password"),
            Map.entry("WRONGPASS", "it knows no such user, or the password is wrong"),
            Map.entry("ERR AUTH", "it has no password, and got one; take it out of the URI, or set it at the server"),
            Map.entry("NOPERM", "the user may not do that; docs/storage/redis.md lists the commands that it needs"),
            Map.entry("OOM", "it has no memory left (maxmemory) and refused the write; what was stored is intact"),
            Map.entry("MISCONF", "it cannot write its data to disk and takes no writes; see the server's log"),
            Map.entry("NOREPLICAS", "it has fewer replicas than it needs to take writes (min-replicas-to-write)"),
            Map.entry("CLUSTERDOWN", "the cluster has no server for this key at present; is a failover under way?"),
            Map.entry("MASTERDOWN", "it is a replica that lost its master"),
            Map.entry("TRYAGAIN", "the key is being moved to another server; try again"),
            Map.entry("MOVED", "the key is elsewhere, and following it did not end; is the cluster being changed?"),
            Map.entry("ASK", "the key is being moved, and following it did not end; try again"),
            Map.entry("NOPROTO", "it does not speak RESP3; Redis 6.2 or later is needed"));

    private static final Set<String> WRONG_SERVER = Set.of("READONLY", "CLUSTERDOWN", "MASTERDOWN", "LOADING");

    /** Says nothing by itself; the word after it does. */
    private static final String GENERAL = "ERR ";

    /** Before Redis 7: {@code ERR Error running script (call to …): @user_script: 53: -READONLY You can't …}. */
    private static final Pattern INSIDE_OF_SCRIPT = Pattern.compile("^ERR Error running script .*: -([A-Z]+) ");

    private static final String WITH_ARGUMENTS = ", with args";
    private static final int LONGEST = 120;

    private Failures() {}

    static StoreUnavailableException notReached(Object command, Object server, JedisException failure) {
        if (failure instanceof JedisDataException answer) {
            return new ServerAwayException(refusal(command, server, answer), failure, false);
        }
        Throwable root = root(failure);
        if (root instanceof SSLException) {
            return new ServerAwayException(
                    "TLS with Redis at " + server + " failed, so " + command + " was not sent: " + root.getMessage()
                            + "; nothing is sent in plain text instead",
                    failure,
                    false);
        }
        return new ServerAwayException(
                "Redis at " + server + " cannot be reached for " + command + ": " + root.getMessage(), failure, false);
    }

    static StoreUnavailableException noMaster(Object command, Object server) {
        return new ServerAwayException(
                "Redis at " + server + " is no master any more, so " + command + " was not sent",
                new IllegalStateException("a replica"),
                false);
    }

    static StoreUnavailableException noConnection(Object command, Object server, int connections, Duration deadline) {
        return new ServerAwayException(
                "all " + connections + " connections to Redis at " + server + " were busy for " + deadline.toMillis()
                        + " ms, so " + command + " was not sent",
                new IllegalStateException("no connection is free"),
                false);
    }

    static StoreUnavailableException noAnswer(Command command, Object server, RuntimeException failure) {
        Throwable root = root(failure);
        String what = root instanceof SocketTimeoutException
                ? " did not answer " + command + " in time"
                : " broke the connection during " + command + " (" + root.getMessage() + ")";
        return new ServerAwayException(
                "Redis at " + server + what + (command.isWrite() ? "; whether it was done is unknown" : ""),
                failure,
                true);
    }

    static StoreUnavailableException tooFewReplicas(Object command, Object server, ConnectionSettings settings) {
        String message = "Redis at " + server + " did " + command + ", but fewer than " + settings.replicas()
                + " replicas had it after " + settings.replicaTimeout().toMillis() + " ms: a failover now may lose it";
        return new ServerAwayException(message, new IllegalStateException("too few replicas"), true);
    }

    /** The server answered that it will not. */
    static StoreUnavailableException refused(Object command, Object server, JedisDataException answer) {
        return new StoreUnavailableException(refusal(command, server, answer), answer);
    }

    /** Whether another server may do what this one refused, which it did not do. */
    static boolean isOfWrongServer(JedisDataException answer) {
        return WRONG_SERVER.contains(code(answer));
    }

    private static String refusal(Object command, Object server, JedisDataException answer) {
        String code = code(answer);
        String words = ANSWERS.get(code);
        return "Redis at " + server + " refused " + command + ": "
                + (words == null ? harmless(text(answer)) : code + ", " + words);
    }

    private static String code(JedisDataException answer) {
        String text = text(answer);
        Matcher inScript = INSIDE_OF_SCRIPT.matcher(text);
        if (inScript.find()) {
            return inScript.group(1);
        }
        int space = text.indexOf(' ', text.startsWith(GENERAL) ? GENERAL.length() : 0);
        return space < 0 ? text : text.substring(0, space);
    }

    private static String text(JedisDataException answer) {
        return String.valueOf(answer.getMessage());
    }

    /** Some answers quote what was sent. */
    private static String harmless(String text) {
        int quoted = text.indexOf(WITH_ARGUMENTS);
        String cut = quoted < 0 ? text : text.substring(0, quoted);
        return cut.length() > LONGEST ? cut.substring(0, LONGEST) : cut;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
