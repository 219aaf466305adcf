"""Every page is visited: routes come from the addresses, and a new one cannot escape."""

from django.urls import reverse

from entremise.command.probes import routes


class TestRoutes:
    def test_every_keyword_of_an_address_is_known_to_the_probes(self):
        assert routes.unknown_keywords() == {}

    def test_a_keyword_that_nobody_explained_is_noticed(self):
        known = routes.KEYWORDS - {"channel_id"}
        assert "contact:change_channel" in routes.unknown_keywords(known)["channel_id"]

    def test_every_route_has_a_name_of_its_own(self):
        names = [route.name for route in routes.routes()]
        assert len(names) == len(set(names)) > 100
        assert not [name for name in names if name.endswith(":") or not name]

    def test_no_keyword_is_kept_for_a_page_that_is_gone(self):
        asked = {word for route in routes.routes() for word in route.keywords}
        assert asked == routes.KEYWORDS

    def test_no_page_is_left_out_without_being_named(self):
        assert routes.LEFT_OUT == {}
        assert {route.name for route in routes.routes()} >= routes.ENDS_THE_SESSION.keys()

    def test_an_address_is_made_as_the_pages_make_it(self):
        route = next(one for one in routes.routes() if one.name == "referrals:record")
        assert route.path({"door": "appel"}) == reverse("referrals:record", args=["appel"])
