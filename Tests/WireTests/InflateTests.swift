import Foundation
import Testing

@testable import Wire

/// What was packed: short lines, and bytes each half as frequent as the one before.
private let hello = Array("hello hello hello\n".utf8)
private let lines = Array((0..<300).map { "\($0 * $0 % 97),line \($0)\n" }.joined().utf8)
private let skewed = (1..<4096).map { UInt8(97 + $0.trailingZeroBitCount) }

private func bytes(_ base64: String) throws -> [UInt8] {
  [UInt8](try #require(Data(base64Encoded: base64)))
}

private func unpacked(_ packed: [UInt8], limit: Int = 1 << 20) -> Result<[UInt8], InflateError> {
  do throws(InflateError) {
    return .success(try Gzip.unpacked(packed, limit: limit))
  } catch {
    return .failure(error)
  }
}

private func problem(_ packed: [UInt8], limit: Int = 1 << 20) -> InflateError.Problem? {
  guard case .failure(let error) = unpacked(packed, limit: limit) else { return nil }
  return error.problem
}

/// A gzip member with that deflate data and no sound end.
private func member(_ deflated: [UInt8]) -> [UInt8] {
  [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255] + deflated + [0, 0, 0, 0, 0, 0, 0, 0]
}

/// Bits as deflate packs them: the first into the least significant place.
private func bits(_ text: String) -> [UInt8] {
  var result: [UInt8] = []
  for (index, bit) in text.filter({ $0 != " " }).enumerated() {
    if index % 8 == 0 { result.append(0) }
    if bit == "1" { result[result.count - 1] |= 1 << UInt8(index % 8) }
  }
  return result
}

/// Something packed, by the name of how.
struct Pack: CustomTestStringConvertible {
  var name: String
  var base64: String
  var text: [UInt8]

  var testDescription: String { name }

  static let all = [
    Pack(name: "stored", base64: Packs.stored, text: hello),
    Pack(name: "fixed", base64: Packs.fixed, text: hello),
    Pack(name: "quick", base64: Packs.quick, text: lines),
    Pack(name: "best", base64: Packs.best, text: lines),
    Pack(name: "skewed", base64: Packs.skewed, text: skewed),
    Pack(name: "empty", base64: Packs.empty, text: []),
    Pack(name: "named", base64: Packs.named, text: hello),
  ]
}

@Suite struct InflateTests {
  @Test(arguments: Pack.all)
  func everyWayOfPackingIsUnpacked(pack: Pack) throws {
    #expect(Gzip.isPacked(try bytes(pack.base64)))
    #expect(unpacked(try bytes(pack.base64)) == .success(pack.text))
  }

  @Test(arguments: Pack.all)
  func everyTruncationIsTold(pack: Pack) throws {
    let whole = try bytes(pack.base64)
    for count in 0..<whole.count {
      guard case .failure(let error) = unpacked(Array(whole[..<count])) else {
        Issue.record("\(count) of \(whole.count) bytes were taken for the whole")
        continue
      }
      #expect(error.problem == .truncated, "\(count) of \(whole.count)")
      #expect(error.offset <= count)
    }
  }

  @Test(arguments: Pack.all)
  func noFlippedBitPassesUnseen(pack: Pack) throws {
    let whole = try bytes(pack.base64)
    for place in stride(from: 0, to: whole.count, by: max(1, whole.count / 150)) {
      for bit in 0..<8 {
        var flipped = whole
        flipped[place] ^= 1 << UInt8(bit)
        // Times, names and the bits that fill up a byte may be anything: the data is right all the same.
        if case .success(let found) = unpacked(flipped) {
          #expect(found == pack.text, "bit \(bit) of byte \(place)")
        }
      }
    }
  }

  @Test func membersThatFollowOneAnotherAreOneFile() throws {
    let both = try bytes(Packs.best) + bytes(Packs.empty) + bytes(Packs.fixed)
    #expect(unpacked(both) == .success(lines + hello))
  }

  @Test func aMemberSeesNothingOfTheOneBefore() throws {
    // Fixed code: copy of 3 from 1 back, at the very start.
    let reaching = member(bits("1 10 0000001 00000 0000000"))
    #expect(problem(reaching) == .badDistance)
    #expect(problem(try bytes(Packs.fixed) + reaching) == .badDistance)
  }

  @Test(arguments: [0, 1, 65_536, 199_999])
  func aBombStopsAtItsBound(limit: Int) throws {
    let bomb = try bytes(Packs.bomb)
    #expect(bomb.count < 300)
    #expect(problem(bomb, limit: limit) == .tooLong(limit))
  }

  @Test func theBoundItselfIsAllowed() throws {
    #expect(
      unpacked(try bytes(Packs.bomb), limit: 200_000)
        == .success(.init(repeating: 0, count: 200_000)))
    #expect(unpacked(try bytes(Packs.stored), limit: hello.count) == .success(hello))
    #expect(problem(try bytes(Packs.stored), limit: hello.count - 1) == .tooLong(hello.count - 1))
    #expect(problem(try bytes(Packs.fixed) + bytes(Packs.fixed), limit: 20) == .tooLong(20))
  }

  @Test(arguments: [
    ("1 11", InflateError.Problem.badBlockType),
    // Stored: length 1, complement 0.
    ("1 00 00000 1000000000000000 0000000000000000", .badStoredLength),
    // Fixed: symbol 286, which means nothing; then distance 30.
    ("1 10 11000110", .badSymbol),
    ("1 10 0000001 11110", .badSymbol),
    // Own codes: 287 lengths; 31 distances.
    ("1 01 01111 00000 0000", .badCode),
    ("1 01 00000 01111 0000", .badCode),
    // Own codes: four lengths of one bit each, then a code of nothing.
    ("1 01 00000 00000 0000 100 100 100 100", .badCode),
    ("1 01 00000 00000 0000 000 000 000 000", .badCode),
    // Repeats a length before there is one.
    ("1 01 00000 00000 0000 100 000 000 100 1 00", .badCode),
  ])
  func dataThatMeansNothingIsRefused(stream: String, expected: InflateError.Problem) {
    #expect(problem(member(bits(stream + String(repeating: "0", count: 64)))) == expected)
  }

  @Test func aFileThatIsNoGzipIsRefused() throws {
    #expect(problem([]) == .truncated)
    #expect(problem(Array("order_id,flag_time\n".utf8)) == .notGzip)
    #expect(problem([0x1F, 0x8C]) == .notGzip)
    #expect(!Gzip.isPacked([0x1F]))
    var old = try bytes(Packs.best)
    old[2] = 7
    #expect(problem(old) == .unsupported)
    var reserved = try bytes(Packs.best)
    reserved[3] = 0x20
    #expect(problem(reserved) == .unsupported)
  }

  @Test func whatFollowsIsRefusedWithItsPlace() throws {
    let whole = try bytes(Packs.best)
    #expect(
      unpacked(whole + [0, 0, 0]) == .failure(InflateError(.trailingBytes, at: whole.count)))
  }

  @Test func theEndsAreChecked() throws {
    let whole = try bytes(Packs.best)
    var sum = whole
    sum[whole.count - 8] ^= 1
    #expect(unpacked(sum) == .failure(InflateError(.checksum, at: whole.count - 8)))
    var length = whole
    length[whole.count - 1] ^= 1
    #expect(unpacked(length) == .failure(InflateError(.wrongLength, at: whole.count - 4)))
    var header = try bytes(Packs.named)
    header[12] ^= 1
    #expect(problem(header) == .headerChecksum)
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func rubbishNeitherCrashesNorGrows(seed: UInt64) {
    var random = Seeded(seed)
    let rubbish = (0..<random.below(600)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    #expect(problem(member(rubbish), limit: 5000) != nil)
  }

  /// The check value of the CRC-32 of gzip: of the digits 1 to 9.
  @Test func theChecksumIsTheOneOfGzip() {
    #expect(CRC32.of(Array("123456789".utf8)[...]) == 0xCBF4_3926)
    #expect(CRC32.of([]) == 0)
    #expect(CRC32.of(skewed[7...]) == CRC32.of(Array(skewed[7...])[...]))
  }
}
