internal import GRDB

extension Store {
  /// Makes every order that is not at its end due: what the rules go by has changed.
  package func lookAgain() throws {
    try write("can't have the orders looked at") { database in
      try database.run(
        """
        INSERT INTO orderCheck (orderID, at) SELECT id, 0 FROM customerOrder WHERE isOpen
        ON CONFLICT (orderID) DO UPDATE SET at = 0
        """)
    }
  }

  /// Reads every column of every row that a first look at all orders reads, and does nothing with it: what
  /// this takes no program can go below. How many rows there were.
  package func readBare() throws -> Int {
    try read("can't read the store") { database in
      var rows = 0
      for table in [
        "customerOrder", "orderLine", "purchaseOrder", "shipment", "trackingEvent", "returnRequest",
        "orderException", "orderCheck",
      ] {
        let scan = try Scan(database, "SELECT * FROM \(table)")
        try scan.begin()
        while try scan.next() {
          scan.columns.touchAll()
          rows += 1
        }
      }
      return rows
    }
  }
}
