// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Builder;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** Redis through a client of the application's, with the connections, timeouts and retries that it has. Thread-safe. */
final class GivenClient implements Redis {
    private static final Builder<Object> AS_IT_IS = new Builder<>() {
        @Override
        public Object build(Object answer) {
            return answer;
        }
    };

    private final UnifiedJedis client;

    GivenClient(UnifiedJedis client) {
        this.client = client;
    }

    @Override
    public @Nullable Object call(Command command) {
        return call(command, this, arguments -> client.executeCommand(object(arguments)));
    }

    @Override
    public List<@Nullable Object> callAll(List<Command> commands) {
        List<Response<Object>> responses = new ArrayList<>();
        try (AbstractPipeline pipeline = client.pipelined()) {
            commands.forEach(command -> responses.add(pipeline.executeCommand(object(command.arguments()))));
            pipeline.sync();
        } catch (JedisException failure) {
            throw Failures.noAnswer(commands.get(0), this, failure);
        }
        List<@Nullable Object> answers = new ArrayList<>();
        for (int index = 0; index < commands.size(); index++) {
            answers.add(orFailure(commands.get(index), responses.get(index)));
        }
        return answers;
    }

    @Override
    public List<Server> servers() {
        if (!(client instanceof RedisClusterClient cluster)) {
            return List.of(new Only());
        }
        return new TreeMap<>(cluster.getClusterNodes())
                .entrySet().stream()
                        .<Server>map(entry -> new Member(entry.getKey(), entry.getValue()))
                        .filter(GivenClient::isMaster)
                        .toList();
    }

    /** Leaves the client open: it is the application's. */
    @Override
    public void close() {}

    @Override
    public String toString() {
        return "the application's " + client.getClass().getSimpleName();
    }

    private @Nullable Object orFailure(Command command, Response<Object> response) {
        try {
            return response.get();
        } catch (JedisNoScriptException unknown) {
            return orFailure(() -> call(command));
        } catch (JedisException failure) {
            return orFailure(() -> {
                throw failure instanceof JedisDataException refusal
                        ? Failures.refused(command, this, refusal)
                        : Failures.noAnswer(command, this, failure);
            });
        }
    }

    private static @Nullable Object orFailure(Supplier<@Nullable Object> call) {
        try {
            return call.get();
        } catch (StoreUnavailableException failure) {
            return failure;
        }
    }

    private static @Nullable Object call(
            Command command, Object server, Function<CommandArguments, @Nullable Object> send) {
        try {
            try {
                return send.apply(command.arguments());
            } catch (JedisNoScriptException unknown) {
                return send.apply(command.withSource());
            }
        } catch (JedisDataException refusal) {
            throw Failures.refused(command, server, refusal);
        } catch (JedisException failure) {
            throw Failures.noAnswer(command, server, failure);
        }
    }

    private static CommandObject<Object> object(CommandArguments arguments) {
        return new CommandObject<>(arguments, AS_IT_IS);
    }

    private static boolean isMaster(Server server) {
        return Answers.isMaster(server.call(Command.ofServer(Protocol.Command.ROLE)));
    }

    /** The one server that there is for this client, whichever that is at the moment. */
    private final class Only implements Server {
        @Override
        public String identity() {
            return GivenClient.this.toString();
        }

        @Override
        public @Nullable Object call(Command command) {
            return GivenClient.this.call(command);
        }
    }

    /** One server of a cluster. */
    private static final class Member implements Server {
        private final String address;
        private final ConnectionPool pool;

        Member(String address, ConnectionPool pool) {
            this.address = address;
            this.pool = pool;
        }

        @Override
        public String identity() {
            return address;
        }

        @Override
        public @Nullable Object call(Command command) {
            return GivenClient.call(command, address, arguments -> {
                try (Connection connection = pool.getResource()) {
                    return connection.executeCommand(arguments);
                }
            });
        }
    }
}
