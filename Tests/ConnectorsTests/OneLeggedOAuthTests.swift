import Fulfillment
import Testing
import Wire

@testable import Connectors

/// Against a base string and a signature computed by another program (Python's hmac and urllib).
struct OneLeggedOAuthTests {
  private let url = "http://shop.test:8080/wp/wp-json/wc/v3/orders"
  private let query: Form = [
    "status": "any", "search": "a b&c=é+/", "modified_after": "2026-11-22T09:15:30",
    "include[0]": "7", "include": "8",
  ]
  private let oauth = OneLeggedOAuth(credentials: Credentials(key: "ck_test", secret: "cs_te+st"))

  @Test func baseStringHoldsPortPathAndSortedEncodedParameters() {
    let base =
      "GET&http%3A%2F%2Fshop.test%3A8080%2Fwp%2Fwp-json%2Fwc%2Fv3%2Forders&include%3D8"
      + "%26include%255B0%255D%3D7%26modified_after%3D2026-11-22T09%253A15%253A30"
      + "%26search%3Da%2520b%2526c%253D%25C3%25A9%252B%252F%26status%3Dany"
    #expect(oauth.baseString("GET", url, query) == base)
  }

  @Test func signatureMatchesAnIndependentOne() {
    let signed = oauth.sign("GET", url, query, Samples.context)
    #expect(signed["oauth_consumer_key"] == "ck_test")
    #expect(signed["oauth_nonce"] == Samples.nonce)
    #expect(signed["oauth_timestamp"] == "1795339200")
    #expect(signed["oauth_signature_method"] == "HMAC-SHA256")
    #expect(signed["oauth_signature"] == "chd5gBKcNxp0dCb+U01f1wtH8E5zclBzCnvt4N+8DJw=")
    #expect(signed["search"] == "a b&c=é+/")
  }

  @Test func defaultPortIsLeftOut() {
    let base = oauth.baseString("GET", "HTTP://Shop.test:80/x", [:])
    #expect(base == "GET&http%3A%2F%2Fshop.test%2Fx&")
  }

  @Test func theSecretStaysHome() {
    let signed = oauth.sign("GET", url, query, Samples.context)
    #expect(!signed.encoded.contains("cs_te"))
  }
}
