// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * What is said on one connection for one call: commands written together, answers read together.
 *
 * <p>A script that the server does not know (any more) is sent again in full: it was not run. Replicas are waited for
 * on the same connection, since {@code WAIT} speaks of the writes of its own connection only. One thread, once.
 */
final class Exchange {
    private final List<Command> commands;
    private final boolean asking;
    private final ConnectionSettings settings;
    private long replicasReached = Long.MAX_VALUE;

    Exchange(List<Command> commands, boolean asking, ConnectionSettings settings) {
        this.commands = commands;
        this.asking = asking;
        this.settings = settings;
    }

    /** An answer for each command; what the server will not do is a {@link JedisDataException} among them. */
    List<@Nullable Object> on(RedisConnection connection) {
        List<@Nullable Object> answers =
                send(connection, commands.stream().map(Command::arguments).toList());
        List<Integer> unknown = new ArrayList<>();
        for (int index = 0; index < answers.size(); index++) {
            if (answers.get(index) instanceof JedisNoScriptException) {
                unknown.add(index);
            }
        }
        if (!unknown.isEmpty()) {
            List<@Nullable Object> again = send(
                    connection,
                    unknown.stream().map(commands::get).map(Command::withSource).toList());
            for (int index = 0; index < again.size(); index++) {
                answers.set(unknown.get(index), again.get(index));
            }
        }
        return answers;
    }

    /** Whether as many replicas have the writes as were asked for. */
    boolean reachedReplicas() {
        return replicasReached >= settings.replicas();
    }

    /** What to say of it when it fails: the first write, since its outcome is then unknown, else the first command. */
    Command subject() {
        return commands.stream().filter(Command::isWrite).findFirst().orElse(commands.get(0));
    }

    private List<@Nullable Object> send(RedisConnection connection, List<CommandArguments> sent) {
        for (CommandArguments arguments : sent) {
            if (asking) {
                connection.sendCommand(Protocol.Command.ASKING);
            }
            connection.sendCommand(arguments);
        }
        boolean waits = settings.replicas() > 0 && commands.stream().anyMatch(Command::isWrite);
        if (waits) {
            connection.sendCommand(new CommandArguments(Protocol.Command.WAIT)
                    .add(settings.replicas())
                    .add(settings.replicaTimeout().toMillis()));
        }
        int perCommand = asking ? 2 : 1;
        List<@Nullable Object> all = connection.getMany(sent.size() * perCommand + (waits ? 1 : 0));
        if (waits && all.get(all.size() - 1) instanceof Long reached) {
            replicasReached = reached;
        }
        List<@Nullable Object> answers = new ArrayList<>(sent.size());
        for (int index = perCommand - 1; answers.size() < sent.size(); index += perCommand) {
            answers.add(all.get(index));
        }
        return answers;
    }
}
