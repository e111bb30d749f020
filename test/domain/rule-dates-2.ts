// More dated examples of the clocks: shifts, holidays, Fridays per cluster and calendar days. The columns: rule-dates-1.ts.
// Worked out beside the code under test, by another program and another calendar; read by rule-dates.test.ts.
export const dates = `
answer-changed-plan 0751 2026-11-20T14:59+01:00 2026-11-23T10:59+01:00 - | Aarhus: a changed plan is confirmed within three open hours, and nobody reads at the weekend
gp-letter 0751 2026-11-20T14:59+01:00 2026-11-25T16:00+01:00 - | the letter goes within three working days, and nobody reads at the weekend
gp-letter 0791 2026-11-20T14:59+01:00 2026-11-23T16:00+01:00 - | Midt: the letter goes the next working day, and nobody reads at the weekend
closing-task 0615 2026-11-20T14:59+01:00 2026-11-24T12:00+01:00 - | what is left is done the second working day at noon, and nobody reads at the weekend
network-meeting 0730 2026-11-20T14:59+01:00 2026-11-27T16:00+01:00 - | the meeting is held within five working days, and nobody reads at the weekend
answer-services 0779 2026-11-21T12:00+01:00 2026-11-23T12:00+01:00 - | Midt: four hours while the office is open, and nobody reads at the weekend
answer-services 0710 2026-11-21T12:00+01:00 2026-11-23T13:00+01:00 - | Randers: five hours while the office is open, and nobody reads at the weekend
answer-services 0661 2026-11-21T12:00+01:00 2026-11-23T15:00+01:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads at the weekend
answer-services 0766 2026-11-21T12:00+01:00 2026-11-23T12:00+01:00 - | Horsens: next working day at noon, and nobody reads at the weekend
answer-changed-plan 0751 2026-11-21T12:00+01:00 2026-11-23T11:00+01:00 - | Aarhus: a changed plan is confirmed within three open hours, and nobody reads at the weekend
answer-services 0779 2026-11-23T07:00+01:00 2026-11-23T12:00+01:00 - | Midt: four hours while the office is open
answer-services 0710 2026-11-23T07:00+01:00 2026-11-23T13:00+01:00 - | Randers: five hours while the office is open
answer-services 0661 2026-11-23T07:00+01:00 2026-11-23T15:00+01:00 - | Goedstrup has the common rule: one working day of seven hours
answer-services 0766 2026-11-23T07:00+01:00 2026-11-24T12:00+01:00 - | Horsens: next working day at noon
answer-changed-plan 0751 2026-11-23T07:00+01:00 2026-11-23T11:00+01:00 - | Aarhus: a changed plan is confirmed within three open hours
answer-services 0779 2026-11-23T15:01+01:00 2026-11-24T12:00+01:00 - | Midt: four hours while the office is open
answer-services 0710 2026-11-23T15:01+01:00 2026-11-24T13:00+01:00 - | Randers: five hours while the office is open
answer-services 0661 2026-11-23T15:01+01:00 2026-11-24T15:00+01:00 - | Goedstrup has the common rule: one working day of seven hours
answer-services 0766 2026-11-23T15:01+01:00 2026-11-24T12:00+01:00 - | Horsens: next working day at noon
answer-changed-plan 0751 2026-11-23T15:01+01:00 2026-11-24T11:00+01:00 - | Aarhus: a changed plan is confirmed within three open hours
answer-services 0779 2027-05-14T14:00+02:00 2027-05-18T11:00+02:00 - | Midt: four hours while the office is open, and nobody reads at the weekend, Whit Sunday, Whit Monday
answer-services 0710 2027-05-14T14:00+02:00 2027-05-18T12:00+02:00 - | Randers: five hours while the office is open, and nobody reads at the weekend, Whit Sunday, Whit Monday
answer-services 0661 2027-05-14T14:00+02:00 2027-05-18T14:00+02:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads at the weekend, Whit Sunday, Whit Monday
answer-services 0766 2027-05-14T14:00+02:00 2027-05-18T12:00+02:00 - | Horsens: next working day at noon, and nobody reads at the weekend, Whit Sunday, Whit Monday
answer-changed-plan 0751 2027-05-14T14:00+02:00 2027-05-18T10:00+02:00 - | Aarhus: a changed plan is confirmed within three open hours, and nobody reads at the weekend, Whit Sunday, Whit Monday
answer-services 0779 2027-03-25T10:00+01:00 2027-03-30T12:00+02:00 - | Midt: four hours while the office is open, and nobody reads on Maundy Thursday to Easter Monday
answer-services 0710 2027-03-25T10:00+01:00 2027-03-30T13:00+02:00 - | Randers: five hours while the office is open, and nobody reads on Maundy Thursday to Easter Monday
answer-services 0661 2027-03-25T10:00+01:00 2027-03-30T15:00+02:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads on Maundy Thursday to Easter Monday
answer-services 0766 2027-03-25T10:00+01:00 2027-03-30T12:00+02:00 - | Horsens: next working day at noon, and nobody reads on Maundy Thursday to Easter Monday
answer-changed-plan 0751 2027-03-25T10:00+01:00 2027-03-30T11:00+02:00 - | Aarhus: a changed plan is confirmed within three open hours, and nobody reads on Maundy Thursday to Easter Monday
answer-services 0779 2026-05-25T09:00+02:00 2026-05-26T12:00+02:00 - | Midt: four hours while the office is open, and nobody reads on Whit Monday
answer-services 0710 2026-05-25T09:00+02:00 2026-05-26T13:00+02:00 - | Randers: five hours while the office is open, and nobody reads on Whit Monday
answer-services 0661 2026-05-25T09:00+02:00 2026-05-26T15:00+02:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads on Whit Monday
answer-services 0766 2026-05-25T09:00+02:00 2026-05-26T12:00+02:00 - | Horsens: next working day at noon, and nobody reads on Whit Monday
answer-changed-plan 0751 2026-05-25T09:00+02:00 2026-05-26T11:00+02:00 - | Aarhus: a changed plan is confirmed within three open hours, and nobody reads on Whit Monday
answer-services 0779 2026-07-15T11:00+02:00 2026-07-15T15:00+02:00 - | Midt: four hours while the office is open
answer-services 0710 2026-07-15T11:00+02:00 2026-07-16T09:00+02:00 - | Randers: five hours while the office is open
answer-services 0661 2026-07-15T11:00+02:00 2026-07-16T11:00+02:00 - | Goedstrup has the common rule: one working day of seven hours
answer-services 0766 2026-07-15T11:00+02:00 2026-07-16T12:00+02:00 - | Horsens: next working day at noon
answer-changed-plan 0751 2026-07-15T11:00+02:00 2026-07-15T14:00+02:00 - | Aarhus: a changed plan is confirmed within three open hours
answer-services 0779 2027-01-01T10:00+01:00 2027-01-04T12:00+01:00 - | Midt: four hours while the office is open, and nobody reads on New Year's Day, the weekend
answer-services 0710 2027-01-01T10:00+01:00 2027-01-04T13:00+01:00 - | Randers: five hours while the office is open, and nobody reads on New Year's Day, the weekend
answer-services 0661 2027-01-01T10:00+01:00 2027-01-04T15:00+01:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads on New Year's Day, the weekend
answer-services 0766 2027-01-01T10:00+01:00 2027-01-04T12:00+01:00 - | Horsens: next working day at noon, and nobody reads on New Year's Day, the weekend
answer-changed-plan 0751 2027-01-01T10:00+01:00 2027-01-04T11:00+01:00 - | Aarhus: a changed plan is confirmed within three open hours, and nobody reads on New Year's Day, the weekend
answer-services 0779 2026-12-28T07:59+01:00 2026-12-28T12:00+01:00 - | Midt: four hours while the office is open
answer-services 0710 2026-12-28T07:59+01:00 2026-12-28T13:00+01:00 - | Randers: five hours while the office is open
answer-services 0661 2026-12-28T07:59+01:00 2026-12-28T15:00+01:00 - | Goedstrup has the common rule: one working day of seven hours
answer-services 0766 2026-12-28T07:59+01:00 2026-12-29T12:00+01:00 - | Horsens: next working day at noon
answer-changed-plan 0751 2026-12-28T07:59+01:00 2026-12-28T11:00+01:00 - | Aarhus: a changed plan is confirmed within three open hours
answer-services 0779 2026-11-20T08:00+01:00 2026-11-20T12:00+01:00 - | Midt: four hours while the office is open
answer-services 0710 2026-11-20T08:00+01:00 2026-11-20T13:00+01:00 - | Randers: five hours while the office is open
answer-services 0661 2026-11-20T08:00+01:00 2026-11-20T15:00+01:00 - | Goedstrup has the common rule: one working day of seven hours
answer-services 0766 2026-11-20T08:00+01:00 2026-11-23T12:00+01:00 - | Horsens: next working day at noon, and nobody reads at the weekend
answer-changed-plan 0751 2026-11-20T08:00+01:00 2026-11-20T11:00+01:00 - | Aarhus: a changed plan is confirmed within three open hours
gp-letter 0751 2026-11-20T08:00+01:00 2026-11-25T16:00+01:00 - | the letter goes within three working days, and nobody reads at the weekend
gp-letter 0791 2026-11-20T08:00+01:00 2026-11-23T16:00+01:00 - | Midt: the letter goes the next working day, and nobody reads at the weekend
closing-task 0615 2026-11-20T08:00+01:00 2026-11-24T12:00+01:00 - | what is left is done the second working day at noon, and nobody reads at the weekend
network-meeting 0730 2026-11-20T08:00+01:00 2026-11-27T16:00+01:00 - | the meeting is held within five working days, and nobody reads at the weekend
answer-services 0779 2027-05-17T13:00+02:00 2027-05-18T12:00+02:00 - | Midt: four hours while the office is open, and nobody reads on Whit Monday
answer-services 0710 2027-05-17T13:00+02:00 2027-05-18T13:00+02:00 - | Randers: five hours while the office is open, and nobody reads on Whit Monday
answer-services 0661 2027-05-17T13:00+02:00 2027-05-18T15:00+02:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads on Whit Monday
answer-services 0766 2027-05-17T13:00+02:00 2027-05-18T12:00+02:00 - | Horsens: next working day at noon, and nobody reads on Whit Monday
answer-changed-plan 0751 2027-05-17T13:00+02:00 2027-05-18T11:00+02:00 - | Aarhus: a changed plan is confirmed within three open hours, and nobody reads on Whit Monday
answer-services 0779 2027-10-29T14:00+02:00 2027-11-01T11:00+01:00 - | Midt: four hours while the office is open, and nobody reads at the weekend
answer-services 0710 2027-10-29T14:00+02:00 2027-11-01T12:00+01:00 - | Randers: five hours while the office is open, and nobody reads at the weekend
answer-services 0661 2027-10-29T14:00+02:00 2027-11-01T14:00+01:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads at the weekend
answer-services 0766 2027-10-29T14:00+02:00 2027-11-01T12:00+01:00 - | Horsens: next working day at noon, and nobody reads at the weekend
answer-changed-plan 0751 2027-10-29T14:00+02:00 2027-11-01T10:00+01:00 - | Aarhus: a changed plan is confirmed within three open hours, and nobody reads at the weekend
answer-services 0779 2026-10-23T14:30+02:00 2026-10-26T11:30+01:00 - | Midt: four hours while the office is open, and nobody reads at the weekend
answer-services 0710 2026-10-23T14:30+02:00 2026-10-26T12:30+01:00 - | Randers: five hours while the office is open, and nobody reads at the weekend
answer-services 0661 2026-10-23T14:30+02:00 2026-10-26T14:30+01:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads at the weekend
answer-services 0766 2026-10-23T14:30+02:00 2026-10-26T12:00+01:00 - | Horsens: next working day at noon, and nobody reads at the weekend
answer-changed-plan 0751 2026-10-23T14:30+02:00 2026-10-26T10:30+01:00 - | Aarhus: a changed plan is confirmed within three open hours, and nobody reads at the weekend
answer-services 0779 2026-03-27T14:30+01:00 2026-03-30T11:30+02:00 - | Midt: four hours while the office is open, and nobody reads at the weekend
answer-services 0710 2026-03-27T14:30+01:00 2026-03-30T12:30+02:00 - | Randers: five hours while the office is open, and nobody reads at the weekend
answer-services 0661 2026-03-27T14:30+01:00 2026-03-30T14:30+02:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads at the weekend
answer-services 0766 2026-03-27T14:30+01:00 2026-03-30T12:00+02:00 - | Horsens: next working day at noon, and nobody reads at the weekend
answer-changed-plan 0751 2026-03-27T14:30+01:00 2026-03-30T10:30+02:00 - | Aarhus: a changed plan is confirmed within three open hours, and nobody reads at the weekend
answer-services 0779 2026-12-25T12:00+01:00 2026-12-28T12:00+01:00 - | Midt: four hours while the office is open, and nobody reads on Christmas Day, Boxing Day
answer-services 0710 2026-12-25T12:00+01:00 2026-12-28T13:00+01:00 - | Randers: five hours while the office is open, and nobody reads on Christmas Day, Boxing Day
answer-services 0661 2026-12-25T12:00+01:00 2026-12-28T15:00+01:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads on Christmas Day, Boxing Day
answer-services 0766 2026-12-25T12:00+01:00 2026-12-28T12:00+01:00 - | Horsens: next working day at noon, and nobody reads on Christmas Day, Boxing Day
answer-changed-plan 0751 2026-12-25T12:00+01:00 2026-12-28T11:00+01:00 - | Aarhus: a changed plan is confirmed within three open hours, and nobody reads on Christmas Day, Boxing Day
answer-services 0779 2026-04-07T14:30+02:00 2026-04-08T11:30+02:00 - | Midt: four hours while the office is open
answer-services 0710 2026-04-07T14:30+02:00 2026-04-08T12:30+02:00 - | Randers: five hours while the office is open
answer-services 0661 2026-04-07T14:30+02:00 2026-04-08T14:30+02:00 - | Goedstrup has the common rule: one working day of seven hours
answer-services 0766 2026-04-07T14:30+02:00 2026-04-08T12:00+02:00 - | Horsens: next working day at noon
answer-changed-plan 0751 2026-04-07T14:30+02:00 2026-04-08T10:30+02:00 - | Aarhus: a changed plan is confirmed within three open hours
answer-services 0779 2027-12-22T14:00+01:00 2027-12-23T11:00+01:00 - | Midt: four hours while the office is open
answer-services 0710 2027-12-22T14:00+01:00 2027-12-23T12:00+01:00 - | Randers: five hours while the office is open
answer-services 0661 2027-12-22T14:00+01:00 2027-12-23T14:00+01:00 - | Goedstrup has the common rule: one working day of seven hours
answer-services 0766 2027-12-22T14:00+01:00 2027-12-23T12:00+01:00 - | Horsens: next working day at noon
answer-changed-plan 0751 2027-12-22T14:00+01:00 2027-12-23T10:00+01:00 - | Aarhus: a changed plan is confirmed within three open hours
message-seen 0760 2026-11-23T06:59+01:00 2026-11-23T15:00+01:00 - | the night shift may have read already; the day shift reads before it ends
message-seen 0760 2026-11-23T07:00+01:00 2026-11-23T23:00+01:00 - | the day shift may have read already; the evening shift reads before it ends
message-seen 0760 2026-11-23T14:59+01:00 2026-11-23T23:00+01:00 - | the day shift may have read already; the evening shift reads before it ends
message-seen 0760 2026-11-23T15:00+01:00 2026-11-24T07:00+01:00 - | the evening shift may have read already; the night shift reads before it ends
message-seen 0760 2026-11-23T22:59+01:00 2026-11-24T07:00+01:00 - | the evening shift may have read already; the night shift reads before it ends
message-seen 0760 2026-11-23T23:00+01:00 2026-11-24T15:00+01:00 - | the night shift may have read already; the day shift reads before it ends
message-seen 0760 2026-11-24T00:30+01:00 2026-11-24T15:00+01:00 - | the night shift may have read already; the day shift reads before it ends
message-seen 0760 2026-12-24T18:00+01:00 2026-12-25T07:00+01:00 - | the evening shift may have read already; the night shift reads before it ends
message-seen 0760 2026-12-31T22:00+01:00 2027-01-01T07:00+01:00 - | the evening shift may have read already; the night shift reads before it ends
message-seen 0760 2026-12-31T23:30+01:00 2027-01-01T15:00+01:00 - | the night shift may have read already; the day shift reads before it ends
message-seen 0760 2026-10-24T23:30+02:00 2026-10-25T15:00+01:00 - | the night shift may have read already; the day shift reads before it ends
message-seen 0760 2026-03-28T22:00+01:00 2026-03-29T07:00+02:00 - | the evening shift may have read already; the night shift reads before it ends
correspondence-same-day 0791 2026-11-20T14:29+01:00 2026-11-20T14:30+01:00 - | wards read every day until 15, what came before 14:30 the same day
correspondence-same-day 0791 2026-11-20T14:31+01:00 2026-11-21T14:30+01:00 - | after 14:30 the ward reads it the next day, also a holiday
correspondence-same-day 0791 2026-11-21T09:00+01:00 2026-11-21T14:30+01:00 - | wards read every day until 15, what came before 14:30 the same day
correspondence-same-day 0791 2026-12-25T12:00+01:00 2026-12-25T14:30+01:00 - | wards read every day until 15, what came before 14:30 the same day
correspondence-same-day 0791 2026-12-25T15:00+01:00 2026-12-26T14:30+01:00 - | after 14:30 the ward reads it the next day, also a holiday
correspondence-same-day 0791 2026-12-31T14:45+01:00 2027-01-01T14:30+01:00 - | after 14:30 the ward reads it the next day, also a holiday
correspondence-same-day 0791 2026-10-24T16:00+02:00 2026-10-25T14:30+01:00 - | after 14:30 the ward reads it the next day, also a holiday
correspondence-same-day 0791 2026-03-28T20:00+01:00 2026-03-29T14:30+02:00 - | after 14:30 the ward reads it the next day, also a holiday
friday-afternoon 0751 2026-11-20T13:00+01:00 2026-11-20T18:00+01:00 - | admitted Friday afternoon, home before Monday noon: Aarhus agrees by phone before 18
friday-afternoon 0791 2026-11-20T13:00+01:00 2026-11-20T15:00+01:00 - | admitted Friday afternoon, home before Monday noon: Midt rings within two hours
friday-afternoon 0657 2026-11-20T13:00+01:00 2026-11-21T10:00+01:00 - | admitted Friday afternoon, home before Monday noon: Goedstrup agrees Saturday before 10
friday-afternoon 0730 2026-11-20T13:00+01:00 2026-11-20T17:00+01:00 - | admitted Friday afternoon, home before Monday noon: Randers rings within four hours
friday-afternoon 0615 2026-11-20T13:00+01:00 2026-11-20T21:00+01:00 - | admitted Friday afternoon, home before Monday noon: Horsens asks the evening shift before 21
friday-afternoon 0751 2026-11-20T17:00+01:00 2026-11-20T18:00+01:00 - | admitted Friday afternoon, home before Monday noon: Aarhus agrees by phone before 18
friday-afternoon 0791 2026-11-20T17:00+01:00 2026-11-20T19:00+01:00 - | admitted Friday afternoon, home before Monday noon: Midt rings within two hours
friday-afternoon 0657 2026-11-20T17:00+01:00 2026-11-21T10:00+01:00 - | admitted Friday afternoon, home before Monday noon: Goedstrup agrees Saturday before 10
friday-afternoon 0730 2026-11-20T17:00+01:00 2026-11-20T21:00+01:00 - | admitted Friday afternoon, home before Monday noon: Randers rings within four hours
friday-afternoon 0615 2026-11-20T17:00+01:00 2026-11-20T21:00+01:00 - | admitted Friday afternoon, home before Monday noon: Horsens asks the evening shift before 21
friday-afternoon 0751 2026-12-18T15:30+01:00 2026-12-18T18:00+01:00 - | admitted Friday afternoon, home before Monday noon: Aarhus agrees by phone before 18
friday-afternoon 0791 2026-12-18T15:30+01:00 2026-12-18T17:30+01:00 - | admitted Friday afternoon, home before Monday noon: Midt rings within two hours
friday-afternoon 0657 2026-12-18T15:30+01:00 2026-12-19T10:00+01:00 - | admitted Friday afternoon, home before Monday noon: Goedstrup agrees Saturday before 10
friday-afternoon 0730 2026-12-18T15:30+01:00 2026-12-18T19:30+01:00 - | admitted Friday afternoon, home before Monday noon: Randers rings within four hours
friday-afternoon 0615 2026-12-18T15:30+01:00 2026-12-18T21:00+01:00 - | admitted Friday afternoon, home before Monday noon: Horsens asks the evening shift before 21
friday-afternoon 0751 2026-10-23T16:00+02:00 2026-10-23T18:00+02:00 - | admitted Friday afternoon, home before Monday noon: Aarhus agrees by phone before 18
friday-afternoon 0791 2026-10-23T16:00+02:00 2026-10-23T18:00+02:00 - | admitted Friday afternoon, home before Monday noon: Midt rings within two hours
friday-afternoon 0657 2026-10-23T16:00+02:00 2026-10-24T10:00+02:00 - | admitted Friday afternoon, home before Monday noon: Goedstrup agrees Saturday before 10
friday-afternoon 0730 2026-10-23T16:00+02:00 2026-10-23T20:00+02:00 - | admitted Friday afternoon, home before Monday noon: Randers rings within four hours
friday-afternoon 0615 2026-10-23T16:00+02:00 2026-10-23T21:00+02:00 - | admitted Friday afternoon, home before Monday noon: Horsens asks the evening shift before 21
friday-afternoon 0101 2026-11-23T08:00+01:00 2026-11-23T09:00+01:00 2026-11-20T14:00+01:00 | the common rule: Friday has passed when the case is stated on Monday at eight, so there is an hour, before the patient leaves
friday-afternoon 0751 2026-11-23T08:00+01:00 2026-11-23T09:00+01:00 2026-11-20T14:00+01:00 | Aarhus: Friday has passed when the case is stated on Monday at eight, so there is an hour, before the patient leaves
friday-afternoon 0791 2026-11-23T08:00+01:00 2026-11-23T09:00+01:00 2026-11-20T14:00+01:00 | Midt: Friday has passed when the case is stated on Monday at eight, so there is an hour, before the patient leaves
friday-afternoon 0657 2026-11-23T08:00+01:00 2026-11-23T09:00+01:00 2026-11-20T14:00+01:00 | Goedstrup: Friday has passed when the case is stated on Monday at eight, so there is an hour, before the patient leaves
friday-afternoon 0730 2026-11-23T08:00+01:00 2026-11-23T09:00+01:00 2026-11-20T14:00+01:00 | Randers: Friday has passed when the case is stated on Monday at eight, so there is an hour, before the patient leaves
friday-afternoon 0615 2026-11-23T08:00+01:00 2026-11-23T09:00+01:00 2026-11-20T14:00+01:00 | Horsens: Friday has passed when the case is stated on Monday at eight, so there is an hour, before the patient leaves
friday-afternoon 0101 2026-11-20T14:30+01:00 2026-11-20T20:00+01:00 2026-11-20T14:00+01:00 | the common rule: the same evening, counted from the admission
friday-afternoon 0751 2026-11-21T00:30+01:00 2026-11-21T01:30+01:00 2026-11-20T23:50+01:00 | Aarhus: a start after midnight is not another evening; an hour to ring
friday-afternoon 0615 2026-11-21T00:30+01:00 2026-11-21T01:30+01:00 2026-11-20T23:50+01:00 | Horsens: a start after midnight is not another evening; an hour to ring
friday-afternoon 0657 2026-11-21T00:30+01:00 2026-11-21T10:00+01:00 2026-11-20T23:50+01:00 | Goedstrup: a start after midnight is still about Saturday at ten, not Sunday
friday-afternoon 0657 2026-11-21T09:30+01:00 2026-11-21T10:30+01:00 2026-11-20T14:00+01:00 | Goedstrup: half an hour before ten on Saturday there is still an hour to ring
friday-afternoon 0791 2026-11-20T14:30+01:00 2026-11-20T16:00+01:00 2026-11-20T14:00+01:00 | Midt: two hours after the admission, not after the start
friday-afternoon 0730 2026-11-20T15:00+01:00 2026-11-20T18:00+01:00 2026-11-20T14:00+01:00 | Randers: four hours after the admission, not after the start
friday-afternoon 0730 2026-11-20T17:30+01:00 2026-11-20T18:30+01:00 2026-11-20T14:00+01:00 | Randers: when four hours are nearly gone there is still an hour to ring
rehabilitation-offer 0756 2026-10-20T09:00+02:00 2026-10-27T09:00+01:00 - | seven days end at the same time of day; days, not hours: the change of clocks does not count
uth-report 0756 2026-10-20T09:00+02:00 2026-10-27T09:00+01:00 - | staff have seven days; days, not hours: the change of clocks does not count
letter-to-patient 0756 2026-10-20T09:00+02:00 2026-10-23T09:00+02:00 - | the patient reads the letter after three days
follow-up-visit 0671 2026-10-20T09:00+02:00 2026-10-28T16:00+01:00 - | the first visit is made by the eighth day
finished-step-up 0741 2026-10-20T09:00+02:00 2026-10-22T00:00+02:00 - | the third day begins at midnight, the day of the decision being the first
rehabilitation-offer 0756 2026-03-24T13:30+01:00 2026-03-31T13:30+02:00 - | seven days end at the same time of day; days, not hours: the change of clocks does not count
uth-report 0756 2026-03-24T13:30+01:00 2026-03-31T13:30+02:00 - | staff have seven days; days, not hours: the change of clocks does not count
letter-to-patient 0756 2026-03-24T13:30+01:00 2026-03-27T13:30+01:00 - | the patient reads the letter after three days
follow-up-visit 0671 2026-03-24T13:30+01:00 2026-04-01T16:00+02:00 - | the first visit is made by the eighth day
finished-step-up 0741 2026-03-24T13:30+01:00 2026-03-26T00:00+01:00 - | the third day begins at midnight, the day of the decision being the first
rehabilitation-offer 0756 2026-12-28T08:00+01:00 2027-01-04T08:00+01:00 - | seven days end at the same time of day; into the new year
uth-report 0756 2026-12-28T08:00+01:00 2027-01-04T08:00+01:00 - | staff have seven days; into the new year
letter-to-patient 0756 2026-12-28T08:00+01:00 2026-12-31T08:00+01:00 - | the patient reads the letter after three days
follow-up-visit 0671 2026-12-28T08:00+01:00 2027-01-05T16:00+01:00 - | the first visit is made by the eighth day
finished-step-up 0741 2026-12-28T08:00+01:00 2026-12-30T00:00+01:00 - | the third day begins at midnight, the day of the decision being the first
rehabilitation-offer 0756 2026-05-11T15:00+02:00 2026-05-18T15:00+02:00 - | seven days end at the same time of day
uth-report 0756 2026-05-11T15:00+02:00 2026-05-18T15:00+02:00 - | staff have seven days
letter-to-patient 0756 2026-05-11T15:00+02:00 2026-05-14T15:00+02:00 - | the patient reads the letter after three days
follow-up-visit 0671 2026-05-11T15:00+02:00 2026-05-19T16:00+02:00 - | the first visit is made by the eighth day
finished-step-up 0741 2026-05-11T15:00+02:00 2026-05-13T00:00+02:00 - | the third day begins at midnight, the day of the decision being the first
`;
