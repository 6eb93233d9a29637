/// The fifth step. The event log's triggers come last: they watch the tables as they are then.
enum SchemaV5 {
  static let statements: [String] =
    figures + board + afterSales + notices + waiting + suppliers + ledger

  /// Why a purchase waits at a paused supplier is read from the supplier, not kept with each.
  private static let suppliers = [
    """
    UPDATE outboxMessage SET outcome = '' WHERE kind = 'place'
    AND state IN ('proposed', 'held', 'ready') AND outcome LIKE '% is paused by %'
    """
  ]
}
