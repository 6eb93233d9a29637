import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A bare TCP server on loopback that speaks exactly the bytes it is told to, good HTTP or not. One
/// thread a connection; gone with `stop`.
final class SocketServer: Sendable {
  /// What a connection does with a request it has read up to the blank line.
  enum Behaviour: Sendable {
    /// Sends those bytes and closes.
    case say(String)
    /// Sends those bytes and keeps the connection for the next request.
    case keep(String)
    /// Sends those bytes, then nothing more, until the client goes.
    case stall(String)
    /// Sends the first bytes, then the second again and again, each after a pause, until the client goes.
    case drip(String, String)
    /// Closes with a reset instead of an answer.
    case reset
  }

  let port: Int
  private let listener: Int32
  private let behave: @Sendable (String) -> Behaviour
  private let seen = Mutex<[String]>([])
  private let isStopped = Atomic(false)

  /// Starts listening; `behave` is given the request's head.
  init(_ behave: @escaping @Sendable (String) -> Behaviour) throws {
    self.behave = behave
    let listener = socket(AF_INET, streamType, 0)
    self.listener = listener
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let port = withUnsafeMutablePointer(to: &address) { pointer -> Int? in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard bind(listener, address, length) == 0, listen(listener, 16) == 0,
          getsockname(listener, address, &length) == 0
        else { return nil }
        return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
          Int(UInt16(bigEndian: $0.pointee.sin_port))
        }
      }
    }
    guard let port else { throw POSIXError(.EADDRNOTAVAIL) }
    self.port = port
    Thread.detachNewThread { [self] in acceptAll() }
  }

  /// Where it listens.
  var url: String { "http://127.0.0.1:\(port)" }
  /// The heads of all requests so far.
  var requests: [String] { seen.withLock { $0 } }

  /// Refuses connections from now on. The listener is closed by the thread that waits at it: closed
  /// here, its number could be another server's by the time that thread looks.
  func stop() {
    isStopped.store(true, ordering: .sequentiallyConsistent)
    _ = shutdown(listener, Int32(SHUT_RDWR))
  }

  private func acceptAll() {
    defer { _ = close(listener) }
    while true {
      // Not every system wakes who waits at a listener that is shut down.
      var events = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
      let ready = poll(&events, 1, 1000)
      if isStopped.load(ordering: .sequentiallyConsistent) { return }
      guard ready > 0 else { continue }
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { continue }
      Thread.detachNewThread { [self] in
        serve(connection)
        _ = close(connection)
      }
    }
  }

  private func serve(_ connection: Int32) {
    while let head = readHead(connection) {
      seen.withLock { $0.append(head) }
      switch behave(head) {
      case .say(let text):
        write(text, connection)
        return
      case .keep(let text): write(text, connection)
      case .stall(let text):
        write(text, connection)
        while !isGone(connection, after: 1000) {}
        return
      case .drip(let first, let again):
        write(first, connection)
        while !isGone(connection, after: 10) { write(again, connection) }
        return
      case .reset:
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
          connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        return
      }
    }
  }

  /// Reads up to the blank line; nil where the client goes first. Bodies of the tests are short and
  /// arrive with the head.
  private func readHead(_ connection: Int32) -> String? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      bytes += buffer[0..<count]
      let text = String(decoding: bytes, as: UTF8.self)
      if text.contains("\r\n\r\n") { return text }
    }
  }

  private func write(_ text: String, _ connection: Int32) {
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        send(connection, $0.baseAddress, $0.count, noSignal)
      }
      guard count > 0 else { return }
      sent += count
    }
  }

  /// The client closed its end within that many milliseconds.
  private func isGone(_ connection: Int32, after milliseconds: Int32) -> Bool {
    var events = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
    guard poll(&events, 1, milliseconds) > 0 else { return false }
    var byte: UInt8 = 0
    return recv(connection, &byte, 1, 0) <= 0
  }
}

#if canImport(Glibc)
  private let streamType = Int32(SOCK_STREAM.rawValue)
  private let noSignal = Int32(MSG_NOSIGNAL)
#else
  private let streamType = SOCK_STREAM
  private let noSignal: Int32 = 0
#endif
