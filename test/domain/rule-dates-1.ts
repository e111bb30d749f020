// Dated examples of the clocks, each with its reason: clock, municipality, start, deadline, anchor (- for none) | reason.
// Worked out beside the code under test, by another program and another calendar; read by rule-dates.test.ts.
export const dates = `
admission-report 0740 2026-03-28T14:00+01:00 2026-03-29T15:00+02:00 - | the report is due 24 hours after admission, day or night; the clock goes forward that night, so it shows an hour more
pause-services 0665 2026-03-28T14:00+01:00 2026-03-29T15:00+02:00 - | services pause within 24 hours; the clock goes forward that night, so it shows an hour more
extended-responsibility-end 0707 2026-03-28T14:00+01:00 2026-03-31T15:00+02:00 - | 72 hours are counted in hours, weekends too; the clock goes forward that night, so it shows an hour more
stay-branch 0727 2026-03-28T14:00+01:00 2026-03-29T15:00+02:00 - | the stay becomes a long one after 24 hours; the clock goes forward that night, so it shows an hour more
acute-stay-reassessment 0746 2026-03-28T14:00+01:00 2026-04-02T15:00+02:00 - | five times 24 hours; the clock goes forward that night, so it shows an hour more
admission-report 0740 2026-10-24T14:00+02:00 2026-10-25T13:00+01:00 - | the report is due 24 hours after admission, day or night; the clock goes back that night, so it shows an hour less
pause-services 0665 2026-10-24T14:00+02:00 2026-10-25T13:00+01:00 - | services pause within 24 hours; the clock goes back that night, so it shows an hour less
extended-responsibility-end 0707 2026-10-24T14:00+02:00 2026-10-27T13:00+01:00 - | 72 hours are counted in hours, weekends too; the clock goes back that night, so it shows an hour less
stay-branch 0727 2026-10-24T14:00+02:00 2026-10-25T13:00+01:00 - | the stay becomes a long one after 24 hours; the clock goes back that night, so it shows an hour less
acute-stay-reassessment 0746 2026-10-24T14:00+02:00 2026-10-29T13:00+01:00 - | five times 24 hours; the clock goes back that night, so it shows an hour less
admission-report 0740 2027-03-27T22:15+01:00 2027-03-28T23:15+02:00 - | the report is due 24 hours after admission, day or night; the clock goes forward that night, so it shows an hour more
pause-services 0665 2027-03-27T22:15+01:00 2027-03-28T23:15+02:00 - | services pause within 24 hours; the clock goes forward that night, so it shows an hour more
extended-responsibility-end 0707 2027-03-27T22:15+01:00 2027-03-30T23:15+02:00 - | 72 hours are counted in hours, weekends too; the clock goes forward that night, so it shows an hour more
stay-branch 0727 2027-03-27T22:15+01:00 2027-03-28T23:15+02:00 - | the stay becomes a long one after 24 hours; the clock goes forward that night, so it shows an hour more
acute-stay-reassessment 0746 2027-03-27T22:15+01:00 2027-04-01T23:15+02:00 - | five times 24 hours; the clock goes forward that night, so it shows an hour more
admission-report 0740 2027-10-30T20:30+02:00 2027-10-31T19:30+01:00 - | the report is due 24 hours after admission, day or night; the clock goes back that night, so it shows an hour less
pause-services 0665 2027-10-30T20:30+02:00 2027-10-31T19:30+01:00 - | services pause within 24 hours; the clock goes back that night, so it shows an hour less
extended-responsibility-end 0707 2027-10-30T20:30+02:00 2027-11-02T19:30+01:00 - | 72 hours are counted in hours, weekends too; the clock goes back that night, so it shows an hour less
stay-branch 0727 2027-10-30T20:30+02:00 2027-10-31T19:30+01:00 - | the stay becomes a long one after 24 hours; the clock goes back that night, so it shows an hour less
acute-stay-reassessment 0746 2027-10-30T20:30+02:00 2027-11-04T19:30+01:00 - | five times 24 hours; the clock goes back that night, so it shows an hour less
admission-report 0740 2026-12-31T12:20+01:00 2027-01-01T12:20+01:00 - | the report is due 24 hours after admission, day or night; into the new year
pause-services 0665 2026-12-31T12:20+01:00 2027-01-01T12:20+01:00 - | services pause within 24 hours; into the new year
extended-responsibility-end 0707 2026-12-31T12:20+01:00 2027-01-03T12:20+01:00 - | 72 hours are counted in hours, weekends too; into the new year
stay-branch 0727 2026-12-31T12:20+01:00 2027-01-01T12:20+01:00 - | the stay becomes a long one after 24 hours; into the new year
acute-stay-reassessment 0746 2026-12-31T12:20+01:00 2027-01-05T12:20+01:00 - | five times 24 hours; into the new year
admission-report 0740 2026-02-28T23:45+01:00 2026-03-01T23:45+01:00 - | the report is due 24 hours after admission, day or night
pause-services 0665 2026-02-28T23:45+01:00 2026-03-01T23:45+01:00 - | services pause within 24 hours
extended-responsibility-end 0707 2026-02-28T23:45+01:00 2026-03-03T23:45+01:00 - | 72 hours are counted in hours, weekends too
stay-branch 0727 2026-02-28T23:45+01:00 2026-03-01T23:45+01:00 - | the stay becomes a long one after 24 hours
acute-stay-reassessment 0746 2026-02-28T23:45+01:00 2026-03-05T23:45+01:00 - | five times 24 hours
admission-report 0740 2026-11-20T16:40+01:00 2026-11-21T16:40+01:00 - | the report is due 24 hours after admission, day or night
pause-services 0665 2026-11-20T16:40+01:00 2026-11-21T16:40+01:00 - | services pause within 24 hours
extended-responsibility-end 0707 2026-11-20T16:40+01:00 2026-11-23T16:40+01:00 - | 72 hours are counted in hours, weekends too
stay-branch 0727 2026-11-20T16:40+01:00 2026-11-21T16:40+01:00 - | the stay becomes a long one after 24 hours
acute-stay-reassessment 0746 2026-11-20T16:40+01:00 2026-11-25T16:40+01:00 - | five times 24 hours
receipt 0706 2026-03-29T01:50+01:00 2026-03-29T03:20+02:00 - | a system answers in 30 minutes at any hour; the clock goes forward that night, so it shows an hour more
receipt 0706 2026-10-25T02:50+02:00 2026-10-25T02:20+01:00 - | a system answers in 30 minutes at any hour; the clock goes back that night, so it shows an hour less
receipt 0706 2026-10-25T02:50+01:00 2026-10-25T03:20+01:00 - | a system answers in 30 minutes at any hour
receipt 0706 2026-10-25T01:40+02:00 2026-10-25T02:10+02:00 - | a system answers in 30 minutes at any hour
receipt 0706 2026-12-31T23:40+01:00 2027-01-01T00:10+01:00 - | a system answers in 30 minutes at any hour
receipt 0706 2027-03-28T01:31+01:00 2027-03-28T03:01+02:00 - | a system answers in 30 minutes at any hour; the clock goes forward that night, so it shows an hour more
receipt 0706 2027-10-31T02:30+01:00 2027-10-31T03:00+01:00 - | a system answers in 30 minutes at any hour
receipt 0706 2026-11-21T03:00+01:00 2026-11-21T03:30+01:00 - | a system answers in 30 minutes at any hour
answer-services 0779 2026-04-01T13:00+02:00 2026-04-07T10:00+02:00 - | Midt: four hours while the office is open, and nobody reads on Maundy Thursday to Easter Monday
answer-services 0710 2026-04-01T13:00+02:00 2026-04-07T11:00+02:00 - | Randers: five hours while the office is open, and nobody reads on Maundy Thursday to Easter Monday
answer-services 0661 2026-04-01T13:00+02:00 2026-04-07T13:00+02:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads on Maundy Thursday to Easter Monday
answer-services 0766 2026-04-01T13:00+02:00 2026-04-07T12:00+02:00 - | Horsens: next working day at noon, and nobody reads on Maundy Thursday to Easter Monday
answer-changed-plan 0751 2026-04-01T13:00+02:00 2026-04-07T09:00+02:00 - | Aarhus: a changed plan is confirmed within three open hours, and nobody reads on Maundy Thursday to Easter Monday
gp-letter 0751 2026-04-01T13:00+02:00 2026-04-09T16:00+02:00 - | the letter goes within three working days, and nobody reads on Maundy Thursday to Easter Monday
gp-letter 0791 2026-04-01T13:00+02:00 2026-04-07T16:00+02:00 - | Midt: the letter goes the next working day, and nobody reads on Maundy Thursday to Easter Monday
closing-task 0615 2026-04-01T13:00+02:00 2026-04-08T12:00+02:00 - | what is left is done the second working day at noon, and nobody reads on Maundy Thursday to Easter Monday
network-meeting 0730 2026-04-01T13:00+02:00 2026-04-13T16:00+02:00 - | the meeting is held within five working days, and nobody reads on Maundy Thursday to the weekend
answer-services 0779 2026-04-02T09:00+02:00 2026-04-07T12:00+02:00 - | Midt: four hours while the office is open, and nobody reads on Maundy Thursday to Easter Monday
answer-services 0710 2026-04-02T09:00+02:00 2026-04-07T13:00+02:00 - | Randers: five hours while the office is open, and nobody reads on Maundy Thursday to Easter Monday
answer-services 0661 2026-04-02T09:00+02:00 2026-04-07T15:00+02:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads on Maundy Thursday to Easter Monday
answer-services 0766 2026-04-02T09:00+02:00 2026-04-07T12:00+02:00 - | Horsens: next working day at noon, and nobody reads on Maundy Thursday to Easter Monday
answer-changed-plan 0751 2026-04-02T09:00+02:00 2026-04-07T11:00+02:00 - | Aarhus: a changed plan is confirmed within three open hours, and nobody reads on Maundy Thursday to Easter Monday
answer-services 0779 2026-04-06T12:00+02:00 2026-04-07T12:00+02:00 - | Midt: four hours while the office is open, and nobody reads on Easter Monday
answer-services 0710 2026-04-06T12:00+02:00 2026-04-07T13:00+02:00 - | Randers: five hours while the office is open, and nobody reads on Easter Monday
answer-services 0661 2026-04-06T12:00+02:00 2026-04-07T15:00+02:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads on Easter Monday
answer-services 0766 2026-04-06T12:00+02:00 2026-04-07T12:00+02:00 - | Horsens: next working day at noon, and nobody reads on Easter Monday
answer-changed-plan 0751 2026-04-06T12:00+02:00 2026-04-07T11:00+02:00 - | Aarhus: a changed plan is confirmed within three open hours, and nobody reads on Easter Monday
answer-services 0779 2026-04-30T14:00+02:00 2026-05-01T11:00+02:00 - | Midt: four hours while the office is open; 1 May is an ordinary Friday, Great Prayer Day is gone
answer-services 0710 2026-04-30T14:00+02:00 2026-05-01T12:00+02:00 - | Randers: five hours while the office is open; 1 May is an ordinary Friday, Great Prayer Day is gone
answer-services 0661 2026-04-30T14:00+02:00 2026-05-01T14:00+02:00 - | Goedstrup has the common rule: one working day of seven hours; 1 May is an ordinary Friday, Great Prayer Day is gone
answer-services 0766 2026-04-30T14:00+02:00 2026-05-01T12:00+02:00 - | Horsens: next working day at noon; 1 May is an ordinary Friday, Great Prayer Day is gone
answer-changed-plan 0751 2026-04-30T14:00+02:00 2026-05-01T10:00+02:00 - | Aarhus: a changed plan is confirmed within three open hours; 1 May is an ordinary Friday, Great Prayer Day is gone
gp-letter 0751 2026-04-30T14:00+02:00 2026-05-05T16:00+02:00 - | the letter goes within three working days, and nobody reads at the weekend; 1 May is an ordinary Friday, Great Prayer Day is gone
gp-letter 0791 2026-04-30T14:00+02:00 2026-05-01T16:00+02:00 - | Midt: the letter goes the next working day; 1 May is an ordinary Friday, Great Prayer Day is gone
closing-task 0615 2026-04-30T14:00+02:00 2026-05-04T12:00+02:00 - | what is left is done the second working day at noon, and nobody reads at the weekend; 1 May is an ordinary Friday, Great Prayer Day is gone
network-meeting 0730 2026-04-30T14:00+02:00 2026-05-07T16:00+02:00 - | the meeting is held within five working days, and nobody reads at the weekend; 1 May is an ordinary Friday, Great Prayer Day is gone
answer-services 0779 2026-05-01T08:30+02:00 2026-05-01T12:30+02:00 - | Midt: four hours while the office is open; 1 May is an ordinary Friday, Great Prayer Day is gone
answer-services 0710 2026-05-01T08:30+02:00 2026-05-01T13:30+02:00 - | Randers: five hours while the office is open; 1 May is an ordinary Friday, Great Prayer Day is gone
answer-services 0661 2026-05-01T08:30+02:00 2026-05-04T08:30+02:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads at the weekend; 1 May is an ordinary Friday, Great Prayer Day is gone
answer-services 0766 2026-05-01T08:30+02:00 2026-05-04T12:00+02:00 - | Horsens: next working day at noon, and nobody reads at the weekend; 1 May is an ordinary Friday, Great Prayer Day is gone
answer-changed-plan 0751 2026-05-01T08:30+02:00 2026-05-01T11:30+02:00 - | Aarhus: a changed plan is confirmed within three open hours; 1 May is an ordinary Friday, Great Prayer Day is gone
answer-services 0779 2026-05-13T11:00+02:00 2026-05-13T15:00+02:00 - | Midt: four hours while the office is open
answer-services 0710 2026-05-13T11:00+02:00 2026-05-15T09:00+02:00 - | Randers: five hours while the office is open, and nobody reads on Ascension Day
answer-services 0661 2026-05-13T11:00+02:00 2026-05-15T11:00+02:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads on Ascension Day
answer-services 0766 2026-05-13T11:00+02:00 2026-05-15T12:00+02:00 - | Horsens: next working day at noon, and nobody reads on Ascension Day
answer-changed-plan 0751 2026-05-13T11:00+02:00 2026-05-13T14:00+02:00 - | Aarhus: a changed plan is confirmed within three open hours
gp-letter 0751 2026-05-13T11:00+02:00 2026-05-19T16:00+02:00 - | the letter goes within three working days, and nobody reads on Ascension Day, the weekend
gp-letter 0791 2026-05-13T11:00+02:00 2026-05-15T16:00+02:00 - | Midt: the letter goes the next working day, and nobody reads on Ascension Day
closing-task 0615 2026-05-13T11:00+02:00 2026-05-18T12:00+02:00 - | what is left is done the second working day at noon, and nobody reads on Ascension Day, the weekend
network-meeting 0730 2026-05-13T11:00+02:00 2026-05-21T16:00+02:00 - | the meeting is held within five working days, and nobody reads on Ascension Day, the weekend
answer-services 0779 2026-05-22T14:30+02:00 2026-05-26T11:30+02:00 - | Midt: four hours while the office is open, and nobody reads at the weekend, Whit Sunday, Whit Monday
answer-services 0710 2026-05-22T14:30+02:00 2026-05-26T12:30+02:00 - | Randers: five hours while the office is open, and nobody reads at the weekend, Whit Sunday, Whit Monday
answer-services 0661 2026-05-22T14:30+02:00 2026-05-26T14:30+02:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads at the weekend, Whit Sunday, Whit Monday
answer-services 0766 2026-05-22T14:30+02:00 2026-05-26T12:00+02:00 - | Horsens: next working day at noon, and nobody reads at the weekend, Whit Sunday, Whit Monday
answer-changed-plan 0751 2026-05-22T14:30+02:00 2026-05-26T10:30+02:00 - | Aarhus: a changed plan is confirmed within three open hours, and nobody reads at the weekend, Whit Sunday, Whit Monday
answer-services 0779 2026-06-04T09:45+02:00 2026-06-04T13:45+02:00 - | Midt: four hours while the office is open
answer-services 0710 2026-06-04T09:45+02:00 2026-06-04T14:45+02:00 - | Randers: five hours while the office is open
answer-services 0661 2026-06-04T09:45+02:00 2026-06-08T09:45+02:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads on Constitution Day, the weekend
answer-services 0766 2026-06-04T09:45+02:00 2026-06-08T12:00+02:00 - | Horsens: next working day at noon, and nobody reads on Constitution Day, the weekend
answer-changed-plan 0751 2026-06-04T09:45+02:00 2026-06-04T12:45+02:00 - | Aarhus: a changed plan is confirmed within three open hours
gp-letter 0751 2026-06-04T09:45+02:00 2026-06-10T16:00+02:00 - | the letter goes within three working days, and nobody reads on Constitution Day, the weekend
gp-letter 0791 2026-06-04T09:45+02:00 2026-06-08T16:00+02:00 - | Midt: the letter goes the next working day, and nobody reads on Constitution Day, the weekend
closing-task 0615 2026-06-04T09:45+02:00 2026-06-09T12:00+02:00 - | what is left is done the second working day at noon, and nobody reads on Constitution Day, the weekend
network-meeting 0730 2026-06-04T09:45+02:00 2026-06-12T16:00+02:00 - | the meeting is held within five working days, and nobody reads on Constitution Day, the weekend
answer-services 0779 2026-06-05T10:00+02:00 2026-06-08T12:00+02:00 - | Midt: four hours while the office is open, and nobody reads on Constitution Day, the weekend
answer-services 0710 2026-06-05T10:00+02:00 2026-06-08T13:00+02:00 - | Randers: five hours while the office is open, and nobody reads on Constitution Day, the weekend
answer-services 0661 2026-06-05T10:00+02:00 2026-06-08T15:00+02:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads on Constitution Day, the weekend
answer-services 0766 2026-06-05T10:00+02:00 2026-06-08T12:00+02:00 - | Horsens: next working day at noon, and nobody reads on Constitution Day, the weekend
answer-changed-plan 0751 2026-06-05T10:00+02:00 2026-06-08T11:00+02:00 - | Aarhus: a changed plan is confirmed within three open hours, and nobody reads on Constitution Day, the weekend
answer-services 0779 2026-12-23T13:30+01:00 2026-12-28T10:30+01:00 - | Midt: four hours while the office is open, and nobody reads on Christmas Eve, Christmas Day, Boxing Day
answer-services 0710 2026-12-23T13:30+01:00 2026-12-28T11:30+01:00 - | Randers: five hours while the office is open, and nobody reads on Christmas Eve, Christmas Day, Boxing Day
answer-services 0661 2026-12-23T13:30+01:00 2026-12-28T13:30+01:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads on Christmas Eve, Christmas Day, Boxing Day
answer-services 0766 2026-12-23T13:30+01:00 2026-12-28T12:00+01:00 - | Horsens: next working day at noon, and nobody reads on Christmas Eve, Christmas Day, Boxing Day
answer-changed-plan 0751 2026-12-23T13:30+01:00 2026-12-28T09:30+01:00 - | Aarhus: a changed plan is confirmed within three open hours, and nobody reads on Christmas Eve, Christmas Day, Boxing Day
gp-letter 0751 2026-12-23T13:30+01:00 2026-12-30T16:00+01:00 - | the letter goes within three working days, and nobody reads on Christmas Eve, Christmas Day, Boxing Day
gp-letter 0791 2026-12-23T13:30+01:00 2026-12-28T16:00+01:00 - | Midt: the letter goes the next working day, and nobody reads on Christmas Eve, Christmas Day, Boxing Day
closing-task 0615 2026-12-23T13:30+01:00 2026-12-29T12:00+01:00 - | what is left is done the second working day at noon, and nobody reads on Christmas Eve, Christmas Day, Boxing Day
network-meeting 0730 2026-12-23T13:30+01:00 2027-01-05T16:00+01:00 - | the meeting is held within five working days, and nobody reads on Christmas Eve to the weekend
answer-services 0779 2026-12-24T08:00+01:00 2026-12-28T12:00+01:00 - | Midt: four hours while the office is open, and nobody reads on Christmas Eve, Christmas Day, Boxing Day
answer-services 0710 2026-12-24T08:00+01:00 2026-12-28T13:00+01:00 - | Randers: five hours while the office is open, and nobody reads on Christmas Eve, Christmas Day, Boxing Day
answer-services 0661 2026-12-24T08:00+01:00 2026-12-28T15:00+01:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads on Christmas Eve, Christmas Day, Boxing Day
answer-services 0766 2026-12-24T08:00+01:00 2026-12-28T12:00+01:00 - | Horsens: next working day at noon, and nobody reads on Christmas Eve, Christmas Day, Boxing Day
answer-changed-plan 0751 2026-12-24T08:00+01:00 2026-12-28T11:00+01:00 - | Aarhus: a changed plan is confirmed within three open hours, and nobody reads on Christmas Eve, Christmas Day, Boxing Day
answer-services 0779 2026-12-30T10:15+01:00 2026-12-30T14:15+01:00 - | Midt: four hours while the office is open
answer-services 0710 2026-12-30T10:15+01:00 2027-01-04T08:15+01:00 - | Randers: five hours while the office is open, and nobody reads on New Year's Eve, New Year's Day, the weekend
answer-services 0661 2026-12-30T10:15+01:00 2027-01-04T10:15+01:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads on New Year's Eve, New Year's Day, the weekend
answer-services 0766 2026-12-30T10:15+01:00 2027-01-04T12:00+01:00 - | Horsens: next working day at noon, and nobody reads on New Year's Eve, New Year's Day, the weekend
answer-changed-plan 0751 2026-12-30T10:15+01:00 2026-12-30T13:15+01:00 - | Aarhus: a changed plan is confirmed within three open hours
gp-letter 0751 2026-12-30T10:15+01:00 2027-01-06T16:00+01:00 - | the letter goes within three working days, and nobody reads on New Year's Eve, New Year's Day, the weekend
gp-letter 0791 2026-12-30T10:15+01:00 2027-01-04T16:00+01:00 - | Midt: the letter goes the next working day, and nobody reads on New Year's Eve, New Year's Day, the weekend
closing-task 0615 2026-12-30T10:15+01:00 2027-01-05T12:00+01:00 - | what is left is done the second working day at noon, and nobody reads on New Year's Eve, New Year's Day, the weekend
network-meeting 0730 2026-12-30T10:15+01:00 2027-01-08T16:00+01:00 - | the meeting is held within five working days, and nobody reads on New Year's Eve, New Year's Day, the weekend
answer-services 0779 2026-12-31T23:59+01:00 2027-01-04T12:00+01:00 - | Midt: four hours while the office is open, and nobody reads on New Year's Eve, New Year's Day, the weekend
answer-services 0710 2026-12-31T23:59+01:00 2027-01-04T13:00+01:00 - | Randers: five hours while the office is open, and nobody reads on New Year's Eve, New Year's Day, the weekend
answer-services 0661 2026-12-31T23:59+01:00 2027-01-04T15:00+01:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads on New Year's Eve, New Year's Day, the weekend
answer-services 0766 2026-12-31T23:59+01:00 2027-01-04T12:00+01:00 - | Horsens: next working day at noon, and nobody reads on New Year's Eve, New Year's Day, the weekend
answer-changed-plan 0751 2026-12-31T23:59+01:00 2027-01-04T11:00+01:00 - | Aarhus: a changed plan is confirmed within three open hours, and nobody reads on New Year's Eve, New Year's Day, the weekend
answer-services 0779 2027-03-24T12:00+01:00 2027-03-30T09:00+02:00 - | Midt: four hours while the office is open, and nobody reads on Maundy Thursday to Easter Monday
answer-services 0710 2027-03-24T12:00+01:00 2027-03-30T10:00+02:00 - | Randers: five hours while the office is open, and nobody reads on Maundy Thursday to Easter Monday
answer-services 0661 2027-03-24T12:00+01:00 2027-03-30T12:00+02:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads on Maundy Thursday to Easter Monday
answer-services 0766 2027-03-24T12:00+01:00 2027-03-30T12:00+02:00 - | Horsens: next working day at noon, and nobody reads on Maundy Thursday to Easter Monday
answer-changed-plan 0751 2027-03-24T12:00+01:00 2027-03-24T15:00+01:00 - | Aarhus: a changed plan is confirmed within three open hours
gp-letter 0751 2027-03-24T12:00+01:00 2027-04-01T16:00+02:00 - | the letter goes within three working days, and nobody reads on Maundy Thursday to Easter Monday
gp-letter 0791 2027-03-24T12:00+01:00 2027-03-30T16:00+02:00 - | Midt: the letter goes the next working day, and nobody reads on Maundy Thursday to Easter Monday
closing-task 0615 2027-03-24T12:00+01:00 2027-03-31T12:00+02:00 - | what is left is done the second working day at noon, and nobody reads on Maundy Thursday to Easter Monday
network-meeting 0730 2027-03-24T12:00+01:00 2027-04-05T16:00+02:00 - | the meeting is held within five working days, and nobody reads on Maundy Thursday to the weekend
answer-services 0779 2027-04-23T09:00+02:00 2027-04-23T13:00+02:00 - | Midt: four hours while the office is open; 23 April is an ordinary Friday, Great Prayer Day is gone
answer-services 0710 2027-04-23T09:00+02:00 2027-04-23T14:00+02:00 - | Randers: five hours while the office is open; 23 April is an ordinary Friday, Great Prayer Day is gone
answer-services 0661 2027-04-23T09:00+02:00 2027-04-26T09:00+02:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads at the weekend; 23 April is an ordinary Friday, Great Prayer Day is gone
answer-services 0766 2027-04-23T09:00+02:00 2027-04-26T12:00+02:00 - | Horsens: next working day at noon, and nobody reads at the weekend; 23 April is an ordinary Friday, Great Prayer Day is gone
answer-changed-plan 0751 2027-04-23T09:00+02:00 2027-04-23T12:00+02:00 - | Aarhus: a changed plan is confirmed within three open hours; 23 April is an ordinary Friday, Great Prayer Day is gone
answer-services 0779 2027-05-05T14:00+02:00 2027-05-07T11:00+02:00 - | Midt: four hours while the office is open, and nobody reads on Ascension Day
answer-services 0710 2027-05-05T14:00+02:00 2027-05-07T12:00+02:00 - | Randers: five hours while the office is open, and nobody reads on Ascension Day
answer-services 0661 2027-05-05T14:00+02:00 2027-05-07T14:00+02:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads on Ascension Day
answer-services 0766 2027-05-05T14:00+02:00 2027-05-07T12:00+02:00 - | Horsens: next working day at noon, and nobody reads on Ascension Day
answer-changed-plan 0751 2027-05-05T14:00+02:00 2027-05-07T10:00+02:00 - | Aarhus: a changed plan is confirmed within three open hours, and nobody reads on Ascension Day
answer-services 0779 2026-11-20T14:59+01:00 2026-11-23T11:59+01:00 - | Midt: four hours while the office is open, and nobody reads at the weekend
answer-services 0710 2026-11-20T14:59+01:00 2026-11-23T12:59+01:00 - | Randers: five hours while the office is open, and nobody reads at the weekend
answer-services 0661 2026-11-20T14:59+01:00 2026-11-23T14:59+01:00 - | Goedstrup has the common rule: one working day of seven hours, and nobody reads at the weekend
answer-services 0766 2026-11-20T14:59+01:00 2026-11-23T12:00+01:00 - | Horsens: next working day at noon, and nobody reads at the weekend
`;
