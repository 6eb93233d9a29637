import Fulfillment
import Settings

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Time zones as the system knows them.
enum LocalZone {
  /// The zone that the configuration chose; the machine's own, from TZ or its settings, where it chose
  /// none. A named one becomes that of this process and of what it starts.
  static func zone(_ choice: ZoneChoice, around now: Timestamp) throws -> Zone {
    switch choice {
    case .offset(let minutes): return Zone(minutes: minutes)
    case .local: break
    case .named(let name):
      guard folders.contains(where: { FileManager.default.fileExists(atPath: $0 + "/" + name) })
      else {
        throw Failure(
          "there is no time zone \"\(name)\"", "this machine has none of that name",
          remedy: "names are such as Europe/Berlin: see \(folders[0])")
      }
      setenv("TZ", ":" + name, 1)
      tzset()
    }
    return sampled(around: now)
  }

  /// Where systems keep them (tzset(3)).
  private static let folders = ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/etc/zoneinfo"]

  /// Ten years back and two on, looked at once a month: no zone changes twice in one.
  private static func sampled(around now: Timestamp) -> Zone {
    let month = Span.days(28)
    var at = now - .days(3652)
    let end = now + .days(731)
    var minutes = minutesEast(at: at)
    let first = minutes
    var changes: [Zone.Change] = []
    while at < end {
      let next = at + month
      let then = minutesEast(at: next)
      if then != minutes {
        changes.append(Zone.Change(at: change(after: at, minutes, before: next), minutes: then))
        minutes = then
      }
      at = next
    }
    return Zone(first: first, changes: changes)
  }

  /// The second at which it is no longer that many minutes.
  private static func change(
    after start: Timestamp, _ minutes: Int, before end: Timestamp
  ) -> Timestamp {
    var (early, late) = (start.milliseconds / 1000, end.milliseconds / 1000)
    while late - early > 1 {
      let middle = early + (late - early) / 2
      if minutesEast(at: Timestamp(seconds: middle)) == minutes {
        early = middle
      } else {
        late = middle
      }
    }
    return Timestamp(seconds: late)
  }

  /// Minutes east of UTC at that instant.
  static func minutesEast(at instant: Timestamp) -> Int {
    var seconds = time_t(instant.milliseconds / 1000)
    var parts = tm()
    guard localtime_r(&seconds, &parts) != nil else { return 0 }
    return parts.tm_gmtoff / 60
  }
}
