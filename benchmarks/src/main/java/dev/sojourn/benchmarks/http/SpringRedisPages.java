// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import java.net.URI;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.StringRedisSerializer;
import org.springframework.session.SessionRepository;
import org.springframework.session.data.redis.RedisIndexedSessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;
import org.springframework.session.web.http.SessionRepositoryFilter;

/** The pages with Spring Session, put together as its own configuration classes do, on the driver that they take by default. */
final class SpringRedisPages {
    private SpringRedisPages() {}

    static void addTo(ServletContextHandler context, String uri) {
        add(context, new RedisSessionRepository(template(uri)));
    }

    /** Its listener for expiry events is left out: it costs for sessions that end, and none ends here. */
    static void addIndexedTo(ServletContextHandler context, String uri) {
        RedisIndexedSessionRepository repository = new RedisIndexedSessionRepository(template(uri));
        repository.afterPropertiesSet();
        add(context, repository);
    }

    private static void add(
            ServletContextHandler context,
            SessionRepository<? extends org.springframework.session.Session> repository) {
        Pages.withSession(context, new SessionRepositoryFilter<>(repository));
    }

    private static RedisTemplate<String, Object> template(String uri) {
        URI parts = URI.create(uri);
        LettuceConnectionFactory connections = new LettuceConnectionFactory(parts.getHost(), parts.getPort());
        connections.afterPropertiesSet();
        connections.start();
        RedisTemplate<String, Object> template = new RedisTemplate<>();
        template.setKeySerializer(new StringRedisSerializer());
        template.setHashKeySerializer(new StringRedisSerializer());
        template.setConnectionFactory(connections);
        template.afterPropertiesSet();
        return template;
    }
}
