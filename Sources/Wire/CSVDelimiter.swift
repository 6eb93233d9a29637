extension CSVReader {
  /// Comma, semicolon, tab or bar: whichever stands most often outside quotes on the first line that
  /// is not empty; a comma where none does.
  static func delimiter(of bytes: ArraySlice<UInt8>) -> UInt8 {
    let candidates: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]
    var counts = [Int](repeating: 0, count: candidates.count)
    var (isQuoted, isBlank) = (false, true)
    for byte in bytes {
      if byte == Byte.quote { isQuoted.toggle() }
      let isLineEnd = byte == Byte.lineFeed || byte == Byte.carriageReturn
      if isLineEnd && !isQuoted && !isBlank { break }
      if !isLineEnd { isBlank = false }
      if !isQuoted, let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
    }
    guard let most = counts.max(), most > 0, let index = counts.firstIndex(of: most) else {
      return candidates[0]
    }
    return candidates[index]
  }
}
