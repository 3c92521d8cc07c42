package main

import (
	"context"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/programconnect/programconnect/downloads"
	"github.com/programconnect/programconnect/internal/fault"
	"github.com/programconnect/programconnect/internal/ipc"
)

func newQueue(c *cli) *cobra.Command {
	list := marked(func(cmd *cobra.Command, _ []string) error { return c.listQueue(cmd.Context()) })
	root := &cobra.Command{Use: "queue", Short: "The download queue, shared with the desktop app", Args: takes(0, 0, "list, pause, resume, cancel, retry, remove, move or limit"), RunE: list}
	var noWait bool
	ids := func(use, short string, run func(context.Context, ipc.Queue, []downloads.ID) error) *cobra.Command {
		return &cobra.Command{Use: use + " [ID...]", Short: short, RunE: marked(func(cmd *cobra.Command, args []string) error {
			return c.withQueue(cmd.Context(), args, run)
		})}
	}
	resume := ids("resume", "Let paused and interrupted downloads go on, and wait for them; all without an ID", func(ctx context.Context, q ipc.Queue, ids []downloads.ID) error {
		return c.goOn(ctx, q, ids, noWait, q.Resume)
	})
	retry := ids("retry", "Try stopped and waiting downloads again, and wait for them", func(ctx context.Context, q ipc.Queue, ids []downloads.ID) error {
		return c.goOn(ctx, q, ids, noWait, q.Retry)
	})
	for _, cmd := range []*cobra.Command{resume, retry} {
		cmd.Flags().BoolVar(&noWait, "no-wait", false, "only mark them; they start when the queue runs next")
	}
	root.AddCommand(
		&cobra.Command{Use: "list", Short: "List the downloads", Args: takes(0, 0, "no further words"), RunE: list},
		ids("pause", "Pause downloads; nothing is lost", c.change(ipc.Queue.Pause)),
		resume, retry,
		ids("cancel", "Stop downloads and delete what came so far", c.change(ipc.Queue.Cancel)),
		ids("remove", "Take downloads off the list; finished files stay", c.change(ipc.Queue.Remove)),
		&cobra.Command{Use: "move ID POSITION", Short: "Move a download; 1 is the first", Args: takes(2, 2, "an id and a position"),
			RunE: marked(func(cmd *cobra.Command, args []string) error { return c.moveEntry(cmd.Context(), args) })},
		&cobra.Command{Use: "limit RATE [ID...]", Short: "Limit the speed, e.g. 8M; 0 is no limit; without an ID for all together", Args: takes(1, -1, "a speed, and perhaps ids"),
			RunE: marked(func(cmd *cobra.Command, args []string) error { return c.limitQueue(cmd.Context(), args) })},
	)
	return root
}

// withQueue opens the queue and checks the ids before anything is changed.
func (c *cli) withQueue(ctx context.Context, args []string, run func(context.Context, ipc.Queue, []downloads.ID) error) error {
	ids, err := parseIDs(args)
	if err != nil {
		return err
	}
	return c.withShared(ctx, func(queue ipc.Queue) error {
		if err := known(queue, ids); err != nil {
			return err
		}
		return run(ctx, queue, ids)
	})
}

func parseIDs(args []string) ([]downloads.ID, error) {
	var ids []downloads.ID
	for _, arg := range args {
		n, err := strconv.ParseInt(arg, 10, 64)
		if err != nil || n < 1 {
			return nil, usage("id", "“"+arg+"” is not the id of a download.", "See the ids with pconnect queue list.")
		}
		ids = append(ids, downloads.ID(n))
	}
	return ids, nil
}

func known(queue ipc.Queue, ids []downloads.ID) error {
	snap := queue.Snapshot()
	for _, id := range ids {
		if snap.Entry(id) == nil {
			return usage("id", "There is no download "+id.String()+" in the queue.", "See the ids with pconnect queue list.")
		}
	}
	return nil
}

// change does one thing to entries and answers with the queue as it is then.
func (c *cli) change(do func(ipc.Queue, ...downloads.ID) error) func(context.Context, ipc.Queue, []downloads.ID) error {
	return func(_ context.Context, queue ipc.Queue, ids []downloads.ID) error {
		if err := do(queue, ids...); err != nil {
			return err
		}
		return c.answerQueue(queue)
	}
}

// goOn lets entries run and follows them: nothing runs any more once this command has ended.
func (c *cli) goOn(ctx context.Context, queue ipc.Queue, ids []downloads.ID, noWait bool, mark func(...downloads.ID) error) error {
	if len(ids) == 0 {
		for _, e := range queue.Snapshot().Entries {
			if e.State != downloads.Done && !cancelled(e) {
				ids = append(ids, e.ID)
			}
		}
	}
	if len(ids) == 0 {
		return c.answerQueue(queue)
	}
	if err := mark(ids...); err != nil {
		return err
	}
	if noWait {
		return c.answerQueue(queue)
	}
	if err := wakeUp(queue, ids); err != nil {
		return err
	}
	return c.follow(ctx, queue, ids)
}

func (c *cli) moveEntry(ctx context.Context, args []string) error {
	position, err := strconv.Atoi(args[1])
	if err != nil || position < 1 {
		return usage("position", "“"+args[1]+"” is not a position.", "Positions count from 1.")
	}
	return c.withQueue(ctx, args[:1], func(_ context.Context, queue ipc.Queue, ids []downloads.ID) error {
		if err := queue.Move(ids[0], position-1); err != nil {
			return err
		}
		return c.answerQueue(queue)
	})
}

// limitQueue sets the limit of single downloads, or the setting for all together, which stays.
func (c *cli) limitQueue(ctx context.Context, args []string) error {
	rate, err := parseRate(args[0])
	if err != nil {
		return err
	}
	return c.withQueue(ctx, args[1:], func(_ context.Context, queue ipc.Queue, ids []downloads.ID) error {
		if len(ids) > 0 {
			if err := queue.SetLimit(rate, ids...); err != nil {
				return err
			}
			return c.answerQueue(queue)
		}
		if err := c.limitAll(queue, rate); err != nil {
			return err
		}
		return c.answerQueue(queue)
	})
}

// limitAll changes the setting where the queue is: a process that holds it keeps the settings too.
func (c *cli) limitAll(queue ipc.Queue, rate int64) error {
	if c.client.Queue() == nil {
		settings := queue.Snapshot().Settings
		settings.LimitRate = rate
		return queue.SetSettings(settings)
	}
	settings := c.client.Settings()
	settings.LimitRate = rate
	return c.client.SetSettings(settings)
}

func (c *cli) listQueue(ctx context.Context) error {
	return c.withShared(ctx, c.answerQueue)
}

func (c *cli) answerQueue(queue ipc.Queue) error {
	snap := queue.Snapshot()
	entries := []entry{}
	for _, e := range snap.Entries {
		entries = append(entries, entryOf(e))
	}
	value := map[string]any{"queue": entries, "limit": snap.Settings.LimitRate, "parallel": snap.Settings.Parallel}
	if snap.Fault != nil {
		value["problem"] = problemOf(snap.Fault)
	}
	return c.answer(value, func(w io.Writer) {
		if snap.Fault != nil {
			line(c.errOut, "%s", clean(snap.Fault.Text()))
		}
		if len(snap.Entries) == 0 {
			line(w, "The queue is empty.")
			return
		}
		rows := [][]string{{"ID", "DOWNLOAD", "STATE"}}
		for _, e := range snap.Entries {
			rows = append(rows, []string{e.ID.String(), clean(e.Title), stateText(e)})
		}
		table(w, rows...)
	})
}

// cancelled entries are not started again by a word that means all.
func cancelled(e *downloads.Entry) bool {
	return e.State == downloads.Stopped && e.Fault != nil && e.Fault.Kind == fault.Interrupted
}
