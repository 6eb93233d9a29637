/// Unpacks one deflate stream (RFC 1951).
struct Inflater {
  /// What has come out, behind what was there before.
  private(set) var output: [UInt8]
  private let bytes: [UInt8]
  private let limit: Int
  /// Where this stream's data begins: copies reach no further back.
  private let start: Int
  private var next: Int
  private var held: UInt64 = 0
  private var heldCount = 0

  /// - Parameter limit: the most bytes that `output` may hold.
  init(_ bytes: [UInt8], from offset: Int, into output: [UInt8], limit: Int) {
    self.bytes = bytes
    self.limit = limit
    self.output = output
    start = output.count
    next = offset
  }

  /// Unpacks to the end of the stream; the offset behind it.
  mutating func run() throws(InflateError) -> Int {
    var isLast = false
    while !isLast {
      isLast = try take(1) == 1
      switch try take(2) {
      case 0: try stored()
      case 1:
        guard let (lengths, distances) = Inflater.fixed else { throw error(.badCode) }
        try coded(lengths, distances)
      case 2:
        let (lengths, distances) = try codes()
        try coded(lengths, distances)
      default: throw error(.badBlockType)
      }
    }
    return offset
  }

  // MARK: Blocks

  private mutating func stored() throws(InflateError) {
    _ = try take(heldCount % 8)
    let (length, complement) = (try take(16), try take(16))
    guard length == ~complement & 0xFFFF else { throw error(.badStoredLength) }
    next = offset
    (held, heldCount) = (0, 0)
    guard next + length <= bytes.count else { throw InflateError(.truncated, at: bytes.count) }
    guard output.count + length <= limit else { throw error(.tooLong(limit)) }
    output += bytes[next..<next + length]
    next += length
  }

  private mutating func coded(
    _ lengths: InflateCode, _ distances: InflateCode
  ) throws(InflateError) {
    while true {
      refill()
      let symbol = try symbol(of: lengths)
      if symbol < 256 {
        guard output.count < limit else { throw error(.tooLong(limit)) }
        output.append(UInt8(truncatingIfNeeded: symbol))
        continue
      }
      if symbol == 256 { return }
      guard symbol < 286 else { throw error(.badSymbol) }
      let length = try value(Inflater.lengthBase[symbol - 257], Inflater.lengthExtra[symbol - 257])
      refill()
      let place = try self.symbol(of: distances)
      guard place < 30 else { throw error(.badSymbol) }
      let distance = try value(Inflater.distanceBase[place], Inflater.distanceExtra[place])
      try copy(length, from: distance)
    }
  }

  private mutating func copy(_ length: Int, from distance: Int) throws(InflateError) {
    guard distance <= output.count - start else { throw error(.badDistance) }
    guard output.count + length <= limit else { throw error(.tooLong(limit)) }
    let from = output.count - distance
    // A copy may reach into what it writes itself: byte by byte, then.
    for place in from..<from + length { output.append(output[place]) }
  }

  /// The codes of a block that brings its own.
  private mutating func codes() throws(InflateError) -> (InflateCode, InflateCode) {
    let (lengthCount, distanceCount) = (try take(5) + 257, try take(5) + 1)
    let orderCount = try take(4) + 4
    guard lengthCount <= 286, distanceCount <= 30 else { throw error(.badCode) }
    var short = [UInt8](repeating: 0, count: 19)
    for place in Inflater.order.prefix(orderCount) { short[place] = UInt8(try take(3)) }
    guard let code = InflateCode(lengths: short, mayBeThin: false) else { throw error(.badCode) }
    var all: [UInt8] = []
    while all.count < lengthCount + distanceCount {
      refill()
      let symbol = try symbol(of: code)
      switch symbol {
      case 0..<16: all.append(UInt8(symbol))
      case 16:
        guard let last = all.last else { throw error(.badCode) }
        all += [UInt8](repeating: last, count: 3 + (try take(2)))
      case 17: all += [UInt8](repeating: 0, count: 3 + (try take(3)))
      default: all += [UInt8](repeating: 0, count: 11 + (try take(7)))
      }
    }
    // A block without a code for its end could not end.
    guard all.count == lengthCount + distanceCount, all[256] > 0,
      let lengths = InflateCode(lengths: all[..<lengthCount], mayBeThin: true),
      let distances = InflateCode(lengths: all[lengthCount...], mayBeThin: true)
    else { throw error(.badCode) }
    return (lengths, distances)
  }

  // MARK: Bits

  /// The byte in which reading stands.
  private var offset: Int { next - heldCount / 8 }

  private func error(_ problem: InflateError.Problem) -> InflateError {
    InflateError(problem, at: offset)
  }

  /// Holds at least 48 bits, or all there are; what lies behind the end reads as 0.
  @inline(__always)
  private mutating func refill() {
    while heldCount <= 56, next < bytes.count {
      held |= UInt64(bytes[next]) << UInt64(heldCount)
      heldCount += 8
      next += 1
    }
  }

  @inline(__always)
  private mutating func drop(_ count: Int) throws(InflateError) {
    guard count <= heldCount else { throw InflateError(.truncated, at: bytes.count) }
    held >>= UInt64(count)
    heldCount -= count
  }

  private mutating func take(_ count: Int) throws(InflateError) -> Int {
    refill()
    return try value(0, count)
  }

  /// A base and the number in the next bits; they have to be held already.
  @inline(__always)
  private mutating func value(_ base: Int, _ count: Int) throws(InflateError) -> Int {
    let number = Int(held & (1 << UInt64(count) - 1))
    try drop(count)
    return base + number
  }

  @inline(__always)
  private mutating func symbol(of code: InflateCode) throws(InflateError) -> Int {
    guard let (symbol, bits) = code.match(held) else {
      throw heldCount < InflateCode.longest
        ? InflateError(.truncated, at: bytes.count) : error(.badSymbol)
    }
    try drop(bits)
    return symbol
  }

  // MARK: Tables (RFC 1951, sections 3.2.5 to 3.2.7)

  private static let lengthBase = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258,
  ]
  private static let lengthExtra = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  private static let distanceBase = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
    3073, 4097, 6145, 8193, 12289, 16385, 24577,
  ]
  private static let distanceExtra = [
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13,
    13,
  ]
  /// In which order the lengths of the code for lengths come.
  private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

  /// The codes that blocks may use without bringing them.
  private static let fixed: (InflateCode, InflateCode)? = {
    let lengths = [(144, 8), (112, 9), (24, 7), (8, 8)].flatMap {
      [UInt8](repeating: $0.1, count: $0.0)
    }
    guard let forLengths = InflateCode(lengths: lengths, mayBeThin: false),
      let forDistances = InflateCode(
        lengths: [UInt8](repeating: 5, count: 32), mayBeThin: false)
    else { return nil }
    return (forLengths, forDistances)
  }()
}
