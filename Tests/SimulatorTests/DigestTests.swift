import Fulfillment
import Simulator
import Testing

@Suite struct DigestTests {
  static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  static let twoBlocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"

  /// FIPS 180-4 examples, RFC 3174 section 7.3.
  @Test(arguments: [
    ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (twoBlocks, "84983e441c3bd26ebaae4aa1f95129e5e54670f1"),
    ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
    (
      String(
        repeating: "0123456701234567012345670123456701234567012345670123456701234567", count: 10),
      "dea356a2cddd90c7a7ecedc5ebb563934f460452"
    ),
  ])
  func sha1OfTheStandard(message: String, digest: String) {
    #expect(Self.hex(SHA1.hash(Array(message.utf8))) == digest)
  }

  /// FIPS 180-4 examples, RFC 6234 section 8.5.
  @Test(arguments: [
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (twoBlocks, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (
      String(
        repeating: "0123456701234567012345670123456701234567012345670123456701234567", count: 10),
      "594847328451bdfa85056225462cc1d867d877fb388df0ce35f25ab5562bfbb5"
    ),
  ])
  func sha256OfTheStandard(message: String, digest: String) {
    #expect(Self.hex(SHA256.hash(Array(message.utf8))) == digest)
  }

  /// Lengths around the block border, digests by Python's hashlib.
  @Test(arguments: [
    (
      55, "cef734ba81a024479e09eb5a75b6ddae62e6abf1",
      "d5e285683cd4efc02d021a5c62014694958901005d6f71e89e0989fac77e4072"
    ),
    (
      56, "901305367c259952f4e7af8323f480d59f81335b",
      "04c26261370ee7541549d16dee320c723e3fd14671e66a099afe0a377c16888e"
    ),
    (
      63, "0ddc4e0cccd9a12850deb5abb0853a4425559fec",
      "75220b47218278e656f2013bb8f0c455a25eaf01e86c64924e9d48d89776d6f2"
    ),
    (
      64, "bb2fa3ee7afb9f54c6dfb5d021f14b1ffe40c163",
      "7ce100971f64e7001e8fe5a51973ecdfe1ced42befe7ee8d5fd6219506b5393c"
    ),
    (
      65, "78c741ddc482e4cdf8c474a0876347a0905b6233",
      "9537c5fdf120482f7d58d25e9ed583f52c02b4e304ea814db1633ad565aed7e9"
    ),
    (
      119, "4300320394f7ee239bcdce7d3b8bcee173a0cd5c",
      "000b48d4edf0fa7bee3c6236ecd2785baa5db4eeb8bb54341b029e0d9fa5fb0c"
    ),
    (
      120, "ceb2821639c4b6dcb10bce0e522ca2e608ce056d",
      "13f05a0b594787f5ecd315edc96141bd3243203d1b7d4f0836f37308b276ba98"
    ),
  ])
  func paddingAtTheBlockBorder(length: Int, sha1: String, sha256: String) {
    let message = [UInt8](repeating: 0x78, count: length)
    #expect(Self.hex(SHA1.hash(message)) == sha1)
    #expect(Self.hex(SHA256.hash(message)) == sha256)
  }

  /// RFC 2202 section 3.
  @Test(arguments: [
    ([UInt8](repeating: 0x0b, count: 20), "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00"),
    (
      Array("Jefe".utf8), "what do ya want for nothing?",
      "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
    ),
    (
      [UInt8](repeating: 0xaa, count: 80), "Test Using Larger Than Block-Size Key - Hash Key First",
      "aa4ae5e15272d00e95705637ce8a3b55ed402112"
    ),
  ])
  func hmacSHA1OfTheRFC(key: [UInt8], message: String, mac: String) {
    #expect(Self.hex(SHA1.hmac(Array(message.utf8), key: key)) == mac)
  }

  /// RFC 4231 section 4.
  @Test(arguments: [
    (
      [UInt8](repeating: 0x0b, count: 20), "Hi There",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      Array("Jefe".utf8), "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
      [UInt8](repeating: 0xaa, count: 131),
      "Test Using Larger Than Block-Size Key - Hash Key First",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
  ])
  func hmacSHA256OfTheRFC(key: [UInt8], message: String, mac: String) {
    #expect(Self.hex(SHA256.hmac(Array(message.utf8), key: key)) == mac)
  }

  /// RFC 4648 section 10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func base64OfTheRFC(plain: String, encoded: String) {
    #expect(Array(plain.utf8).base64 == encoded)
    #expect([UInt8](base64: encoded) == Array(plain.utf8))
  }

  @Test func base64RefusesWhatIsNone() {
    #expect([UInt8](base64: "Zm9*") == nil)
  }
}
