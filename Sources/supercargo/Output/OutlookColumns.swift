import Fulfillment

/// What is to be expected of an order, as JSON.
enum OutlookColumns {
  static func object(_ outlook: Outlook) -> JSON {
    .object([
      ("stage", .string(outlook.stage == .transit ? "transit" : "processing")),
      ("age_days", .count(outlook.age + 1)), ("lane", .string(outlook.lane)),
      ("learned", .bool(outlook.isLearned)),
      ("sample", .number((outlook.sample * 10).rounded() / 10)),
      ("probability_late", .number((outlook.probabilityLate * 1000).rounded() / 1000)),
      ("done_by_now", .number((outlook.doneByNow * 1000).rounded() / 1000)),
      ("normal_until", .string(Timestamp(day: outlook.normalUntil).date.description)),
      (
        "late_at",
        outlook.lateAt.map { .string(Timestamp(day: $0).date.description) } ?? .null
      ), ("text", .string(outlook.text)),
    ])
  }
}
