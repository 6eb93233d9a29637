import Connectors
import Fulfillment
import Wire

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The decoder that is fuzzed: of the service that `SUPERCARGO_FUZZ_DECODER` names. An input is a file as
/// `supercargo decode SERVICE FILE` takes it, so that what was found can be looked at.
private let decoder: RecordingDecoder? = {
  let name = getenv("SUPERCARGO_FUZZ_DECODER").map { String(cString: $0) } ?? ""
  return RecordingDecoder(name, now: Timestamp(seconds: 1_795_339_200))
}()

/// Called by libFuzzer for every input: what it is is found out, then it is read as something that it may
/// not be.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let decoder else { return 0 }
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  consume(decoder.decode(bytes))
  let kinds = decoder.kinds
  guard !kinds.isEmpty else { return 0 }
  consume(decoder.decode(bytes, kind: kinds[count % kinds.count]))
  return 0
}

/// Called once before. Without a decoder's name it lists them, one a line, and ends.
@_cdecl("LLVMFuzzerInitialize")
public func prepare(
  _ count: UnsafeMutablePointer<CInt>?, _ arguments: UnsafeMutableRawPointer?
) -> CInt {
  guard decoder == nil else { return 0 }
  let now = Timestamp(seconds: 1_795_339_200)
  let names = ConnectorTable.all.map(\.service).filter {
    RecordingDecoder($0, now: now)?.kinds.isEmpty == false
  }
  print(names.joined(separator: "\n"))
  exit(0)
}

/// Telling what was read is part of it.
private func consume(_ file: DecodedFile) {
  for entry in file.entries { _ = entry.json.encoded.utf8.count }
}
