import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A client that writes bytes into a socket and reads what comes back, so that nothing between the
/// test and the server makes requests prettier than they are.
enum RawClient {
  struct Refused: Error {}

  /// Sends the bytes and reads until the server closes. With `hangUp` the client closes right after
  /// sending and reads nothing.
  static func talk(port: Int, _ text: String, hangUp: Bool = false) async throws -> String {
    let answer: [UInt8]? = await withCheckedContinuation { continuation in
      // Blocking calls belong on a thread of their own, not on those the server answers from.
      Thread.detachNewThread {
        continuation.resume(returning: exchange(port: port, Array(text.utf8), hangUp: hangUp))
      }
    }
    guard let answer else { throw Refused() }
    return String(decoding: answer, as: UTF8.self)
  }

  /// `GET path`, answered and closed.
  static func get(port: Int, _ path: String) async throws -> String {
    try await talk(port: port, "GET \(path) HTTP/1.1\r\nHost: h:1\r\nConnection: close\r\n\r\n")
  }

  private static func exchange(port: Int, _ bytes: [UInt8], hangUp: Bool) -> [UInt8]? {
    #if canImport(Darwin)
      let type = SOCK_STREAM
    #else
      let type = Int32(SOCK_STREAM.rawValue)
    #endif
    let descriptor = socket(AF_INET, type, 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var patience = timeval(tv_sec: 180, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { return nil }
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, noSignal) }
      // A server that has refused already may have closed: its answer is still to be read.
      guard sent > 0 else { break }
      rest = rest.dropFirst(sent)
    }
    guard !hangUp else { return [] }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { return answer }
      answer += buffer.prefix(count)
    }
  }

  #if canImport(Darwin)
    private static let noSignal: Int32 = 0
  #else
    private static let noSignal = Int32(MSG_NOSIGNAL)
  #endif
}
