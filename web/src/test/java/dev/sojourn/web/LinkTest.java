// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which links lead back into the application, and where a parameter stands in them. */
class LinkTest {
    private static final PathParameter ID = new PathParameter("jsessionid");

    private final FakeExchange page = FakeExchange.secure("/shop/cart;v=1").header("Host", "shop.example");

    private String encoded(String url) {
        CookieTransport cookie = CookieTransport.of(
                SessionCookie.builder().path("/shop").build(), TrustedProxies.none(), new SettableClock());
        return new UrlTransport(cookie, ID).encode(page, url, "T");
    }

    @Test
    void parameter_stands_at_the_end_of_the_path() {
        assertEquals("pay;jsessionid=T", encoded("pay"));
        assertEquals("/shop/pay;jsessionid=T?n=1;2#end", encoded("/shop/pay?n=1;2#end"));
        assertEquals("/shop/;jsessionid=T", encoded("/shop/"));
        assertEquals("/shop;jsessionid=T", encoded("/shop"));
        assertEquals("../shop/a/./b;jsessionid=T", encoded("../shop/a/./b"));
        assertEquals("pay;v=2;jsessionid=T", encoded("pay;v=2"));
    }

    @Test
    void older_token_in_the_url_is_replaced() {
        assertEquals("/shop/pay;v=1;jsessionid=T?x", encoded("/shop/pay;jsessionid=OLD;v=1?x"));
    }

    /** A relative URL without a path means the page itself; a parameter alone would be another page. */
    @Test
    void link_to_the_page_itself_names_the_page() {
        assertEquals("./cart;v=1;jsessionid=T", encoded(""));
        assertEquals("./cart;v=1;jsessionid=T?page=2", encoded("?page=2"));
    }

    @Test
    void full_url_of_this_server_is_taken_with_the_same_scheme_and_port_only() {
        assertEquals("https://shop.example/shop/pay;jsessionid=T", encoded("https://shop.example/shop/pay"));
        assertEquals("HTTPS://SHOP.example:443/shop/pay;jsessionid=T", encoded("HTTPS://SHOP.example:443/shop/pay"));
    }

    /** W3, ASVS 14.2.1: no token goes to another site, another application, or over a weaker connection. */
    @Test
    void links_that_may_lead_elsewhere_stay_as_they_are() {
        for (String url : List.of(
                "https://evil.example/shop/pay",
                "https://shop.example.evil.example/shop",
                "https://shop.example@evil.example/shop",
                "https://shop.example:8443/shop",
                "https:/shop/pay",
                "https:shop/pay",
                "http://shop.example/shop/pay",
                "https://shop.example",
                "//shop.example/shop",
                "//evil.example/shop",
                "///evil.example/shop",
                "/\\evil.example/shop",
                "\\\\evil.example/shop",
                " https://evil.example/shop",
                "\thttps://evil.example/shop",
                "ht\ntps://evil.example/shop",
                "/\t/evil.example/shop",
                "javascript:alert(1)",
                "mailto:a@b.example",
                "data:text/html,x",
                "/other",
                "/shopping",
                "../other",
                "/shop/../other",
                "/shop/%2E%2e/other",
                "/shop/..;x=1/../other",
                "a|b",
                "#part")) {
            assertEquals(url, encoded(url));
        }
    }

    /** A request without a host, or with two, says nothing about who we are. */
    @Test
    void full_urls_need_a_host_to_compare_with() {
        CookieTransport cookie =
                CookieTransport.of(SessionCookie.defaults(), TrustedProxies.none(), new SettableClock());
        UrlTransport transport = new UrlTransport(cookie, ID);
        FakeExchange none = FakeExchange.secure();
        FakeExchange two = FakeExchange.secure().header("Host", "a.example").header("Host", "b.example");
        assertEquals("https://a.example/x", transport.encode(none, "https://a.example/x", "T"));
        assertEquals("https://a.example/x", transport.encode(two, "https://a.example/x", "T"));
        FakeExchange one = FakeExchange.secure().header("Host", "a.example");
        assertEquals("https://a.example/;jsessionid=T?q", transport.encode(one, "https://a.example?q", "T"));
    }

    @Test
    void parameter_is_read_from_the_last_segment_only() {
        assertEquals(List.of("A"), ID.values("/shop/cart;jsessionid=A", 5));
        assertEquals(List.of("A", "B"), ID.values("/x;jsessionid=A;v=1;jsessionid=A;jsessionid=B", 5));
        assertEquals(List.of("A"), ID.values("/x;jsessionid=A;jsessionid=B", 1));
        for (String none : List.of("", "/", "/;jsessionid=A/b", "/x;jsessionid=", "/x;jsessionid", "/x;JSESSIONID=A")) {
            assertEquals(List.of(), ID.values(none, 5), none);
        }
        assertEquals("/a;x=1", ID.without("/a;jsessionid=A;x=1"));
        assertEquals("/a;jsessionid=A/b", ID.without("/a;jsessionid=A/b"));
    }

    @Test
    void parameter_needs_a_name_that_can_stand_in_a_url() {
        for (String name : List.of("", "a=b", "a;b", "a/b", "a%41", "a b", "é")) {
            String problem = assertThrows(IllegalArgumentException.class, () -> new PathParameter(name))
                    .toString();
            assertTrue(problem.contains("letters, digits"), problem);
        }
    }
}
