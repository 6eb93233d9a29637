internal import Fulfillment
internal import GRDB

/// Writes what orders come to: for most of them only when to look again.
final class EvaluationWriter {
  private let work: Work
  private let later: Scan
  private let never: Scan
  private var tally = AttentionTally()

  init(_ work: Work) throws {
    self.work = work
    later = try Scan(work.database, "UPDATE orderCheck SET at = ?2 WHERE orderID = ?1")
    never = try Scan(work.database, "DELETE FROM orderCheck WHERE orderID = ?1")
  }

  func write(_ evaluations: [Evaluation], _ result: inout DetectionResult) throws {
    for evaluation in evaluations {
      if let news = evaluation.news { try write(news, of: evaluation.id, &result) }
      if let next = evaluation.nextCheck {
        try later.run(evaluation.id, next.milliseconds)
      } else {
        try never.run(evaluation.id)
      }
    }
  }

  /// To be called before the transaction ends.
  func end() throws { try tally.write(work.database) }

  private func write(
    _ news: EvaluationNews, of id: Int64, _ result: inout DetectionResult
  ) throws {
    let settlement = news.settlement
    if settlement.isNews { try work.write(settlement) }
    if let recourse = news.recourse {
      try RecourseRows.write(recourse, of: id, work.database)
    }
    if !news.after.isEmpty {
      result.count(from: news.before.map(\.exception), to: news.after)
      try work.write(
        news.after, replacing: news.before, of: .order(id), exposure: news.exposure, &tally)
    }
    guard news.attention != news.attended else { return }
    try work.show(
      news.attention, of: id, hundredths: news.exposure?.money(news.after)?.hundredths)
    tally.count(
      news.attention, replacing: news.attended, currency: news.currency,
      supplier: settlement.derived.supplier)
  }
}
