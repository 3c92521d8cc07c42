package desktop

import "context"

// StayAwake asks the system not to fall asleep by itself until release is called or this process ends. The screen may go dark. An error
// says that the system takes no such wish.
func StayAwake(ctx context.Context, who, why string) (release func(), err error) {
	return holdAwake(ctx, who, why)
}
