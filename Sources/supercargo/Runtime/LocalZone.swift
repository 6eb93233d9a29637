import Fulfillment

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The machine's own time zone, from TZ or its settings.
enum LocalZone {
  /// Minutes east of UTC at that instant.
  static func minutesEast(at instant: Timestamp) -> Int {
    var seconds = time_t(instant.milliseconds / 1000)
    var parts = tm()
    guard localtime_r(&seconds, &parts) != nil else { return 0 }
    return parts.tm_gmtoff / 60
  }
}
