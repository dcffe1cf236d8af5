// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.CircuitBreaker;
import dev.sojourn.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
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
    private final CircuitBreaker breaker;

    GivenClient(UnifiedJedis client, CircuitBreaker breaker) {
        this.client = client;
        this.breaker = breaker;
    }

    @Override
    public @Nullable Object call(Command command) {
        return call(command, this, arguments -> client.executeCommand(object(arguments)));
    }

    @Override
    public List<@Nullable Object> callAll(List<Command> commands) {
        List<@Nullable Object> answers = new ArrayList<>();
        if (!commands.isEmpty()) {
            List<Response<Object>> responses = breaker.call(() -> pipelined(commands));
            for (int index = 0; index < commands.size(); index++) {
                answers.add(answer(commands.get(index), responses.get(index)));
            }
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

    private List<Response<Object>> pipelined(List<Command> commands) {
        List<Response<Object>> responses = new ArrayList<>();
        try (AbstractPipeline pipeline = client.pipelined()) {
            commands.forEach(command -> responses.add(pipeline.executeCommand(object(command.arguments()))));
            pipeline.sync();
            return responses;
        } catch (JedisException failure) {
            throw Failures.noAnswer(commands.get(0), this, failure);
        }
    }

    private @Nullable Object answer(Command command, Response<Object> response) {
        try {
            return response.get();
        } catch (JedisNoScriptException unknown) {
            return again(command);
        } catch (JedisDataException refusal) {
            return Failures.refused(command, this, refusal);
        } catch (JedisException | IllegalStateException failure) {
            return Failures.noAnswer(command, this, failure);
        }
    }

    private @Nullable Object again(Command command) {
        try {
            return call(command);
        } catch (StoreUnavailableException failure) {
            return failure;
        }
    }

    private @Nullable Object call(Command command, Object server, Function<CommandArguments, @Nullable Object> send) {
        try {
            return breaker.<Answer>call(() -> new Answer(send(command, server, send)))
                    .value();
        } catch (JedisDataException refusal) {
            throw Failures.refused(command, server, refusal);
        }
    }

    private static @Nullable Object send(
            Command command, Object server, Function<CommandArguments, @Nullable Object> send) {
        try {
            try {
                return send.apply(command.arguments());
            } catch (JedisNoScriptException unknown) {
                return send.apply(command.withSource());
            }
        } catch (JedisDataException refusal) {
            throw refusal;
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

    /** What came, which may be nothing. */
    private record Answer(@Nullable Object value) {}

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
    private final class Member implements Server {
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
            return GivenClient.this.call(command, address, arguments -> {
                try (Connection connection = pool.getResource()) {
                    return connection.executeCommand(arguments);
                }
            });
        }
    }
}
