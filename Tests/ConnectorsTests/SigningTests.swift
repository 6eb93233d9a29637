import Connectors
import Testing

/// Vectors of the standards (RFC 4231, RFC 2202, FIPS 180-4, RFC 4648).
struct SigningTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func hmacSHA256MatchesRFC4231() {
    let code = Signing.hmacSHA256(bytes("what do ya want for nothing?"), key: bytes("Jefe"))
    #expect(
      Signing.hex(code) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
  }

  @Test func hmacSHA1MatchesRFC2202() {
    let code = Signing.hmacSHA1(bytes("what do ya want for nothing?"), key: bytes("Jefe"))
    #expect(Signing.hex(code) == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")
  }

  @Test func anEmptyKeyIsAKey() {
    #expect(
      Signing.hex(Signing.hmacSHA256([], key: []))
        == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
  }

  @Test func sha256MatchesFIPS180() {
    #expect(
      Signing.hex(Signing.sha256(bytes("abc")))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func base64MatchesRFC4648(text: String, encoded: String) {
    #expect(Signing.base64(bytes(text)) == encoded)
  }

  @Test func base64UsesTheWholeAlphabet() {
    #expect(Signing.base64([0xFB, 0xEF, 0xBE, 0xFF, 0xFF, 0xFF]) == "++++////")
  }

  @Test func hexKeepsLeadingZeros() {
    #expect(Signing.hex([0, 1, 15, 16, 255]) == "00010f10ff")
  }

  @Test(
    arguments: [
      ([], [], true), ([1, 2], [1, 2], true), ([1, 2], [1, 3], false), ([1], [1, 2], false),
      ([0x80], [0], false),
    ] as [([UInt8], [UInt8], Bool)])
  func comparesWholeArrays(left: [UInt8], right: [UInt8], areEqual: Bool) {
    #expect(Signing.areEqual(left, right) == areEqual)
  }
}
